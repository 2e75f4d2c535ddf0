// breaks: service-to-service
import '../../a/src/domain/allowed.js';
