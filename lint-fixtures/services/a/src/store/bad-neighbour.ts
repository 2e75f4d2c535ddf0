// breaks: adapters-use-ports
import '../grpc/allowed.js';
