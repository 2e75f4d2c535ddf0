// breaks: domain-is-pure
import '@nencho/mongo';
