// breaks: package-mongo
import '@nencho/service-kit';
