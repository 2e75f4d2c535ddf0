// breaks: declared-dependency
import 'pino-abstract-transport';
