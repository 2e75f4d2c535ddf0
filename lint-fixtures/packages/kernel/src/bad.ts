// breaks: package-kernel
import '@nencho/telemetry';
