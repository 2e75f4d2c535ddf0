// breaks: package-crypto
import '@nencho/telemetry';
