// breaks: package-messaging
import '@nencho/service-kit';
