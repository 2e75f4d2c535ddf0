// breaks: package-auth
import '@nencho/service-kit';
