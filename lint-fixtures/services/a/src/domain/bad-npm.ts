// breaks: domain-is-pure
import 'mongoose';
