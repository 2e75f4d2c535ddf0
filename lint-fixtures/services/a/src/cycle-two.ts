// breaks: nothing (the cycle is reported at its first file)
import './cycle-one.js';
