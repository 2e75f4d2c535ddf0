// breaks: package-telemetry
import '@nencho/service-kit';
