// breaks: no-cycles
import './cycle-two.js';
