// breaks: application-knows-domain-only
import '@nencho/mongo';
