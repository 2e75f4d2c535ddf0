// breaks: testing-only-from-tests
import './testing/allowed.js';
