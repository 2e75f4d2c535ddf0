// breaks: package-contracts
import '@nencho/telemetry';
