// breaks: package-service-kit
import '@nencho/tax-rules';
