// breaks: package-to-service
import '../../../services/a/src/domain/allowed.js';
