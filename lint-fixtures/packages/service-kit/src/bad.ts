// breaks: package-service-kit
import '@nencho/messaging';
