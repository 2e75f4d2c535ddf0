// breaks: package-tax-rules
import '@nencho/telemetry';
