// breaks: domain-is-pure
import 'node:fs';
