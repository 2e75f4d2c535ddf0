// breaks: application-knows-domain-only
import '../store/bad-neighbour.js';
