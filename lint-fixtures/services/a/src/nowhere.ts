// breaks: resolvable
import './nothing.js';
