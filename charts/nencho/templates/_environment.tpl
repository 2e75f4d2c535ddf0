{{- define "nencho.env" -}}
{{- $v := .root.Values -}}
{{- $root := .root -}}
{{- $service := .service -}}
{{- $files := include "nencho.secretFiles" . | fromJson -}}
- { name: NODE_ENV, value: {{ $v.environment }} }
- { name: TZ, value: UTC }
{{- if $v.clockShiftMs }}
- { name: CLOCK_SHIFT_MS, value: {{ int64 $v.clockShiftMs | quote }} }
{{- end }}
- { name: GRPC_HOST, value: 0.0.0.0 }
- { name: GRPC_PORT, value: "8443" }
- { name: PROBE_PORT, value: "8081" }
- { name: LOG_LEVEL, value: {{ $v.telemetry.logLevel }} }
- { name: OTEL_SERVICE_NAME, value: {{ .service }} }
{{- if include "nencho.part" (dict "root" .root "part" "collector") }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ printf "http://%s.%s.svc:4318" (include "nencho.fullname" (dict "root" .root "service" "collector")) .root.Release.Namespace | quote }} }
{{- end }}
{{- if hasKey $files "servers-ca.crt" }}
- { name: NODE_EXTRA_CA_CERTS, value: /run/nencho/secrets/servers-ca.crt }
{{- end }}
- { name: TLS_CERT_FILE, value: /run/tls/tls.crt }
- { name: TLS_KEY_FILE, value: /run/tls/tls.key }
- { name: TLS_CA_FILE, value: /run/tls/ca.crt }
- { name: MONGODB_URI_FILE, value: /run/nencho/secrets/mongodb-uri }
- { name: MONGODB_DATABASE, value: {{ printf "%s%s" $v.mongodb.databasePrefix .service }} }
- { name: KAFKA_BROKERS, value: {{ join "," $v.kafka.brokers | quote }} }
- { name: KAFKA_USERNAME_FILE, value: /run/nencho/secrets/kafka-username }
- { name: KAFKA_PASSWORD_FILE, value: /run/nencho/secrets/kafka-password }
- { name: KAFKA_CA_FILE, value: /run/nencho/secrets/kafka-ca.crt }
- { name: TOPIC_PREFIX, value: {{ $v.kafka.topicPrefix | quote }} }
- { name: PUBLIC_BASE_URL, value: {{ $v.publicBaseUrl | quote }} }
- { name: TENANT_ISSUER, value: {{ printf "%s/auth/realms/nencho" $v.publicBaseUrl | quote }} }
- { name: TENANT_JWKS_URL, value: {{ printf "%s/realms/nencho/protocol/openid-connect/certs" $v.keycloak.internalUrl | quote }} }
- { name: OPS_ISSUER, value: {{ printf "%s/auth/realms/nencho-ops" $v.publicBaseUrl | quote }} }
- { name: OPS_JWKS_URL, value: {{ printf "%s/realms/nencho-ops/protocol/openid-connect/certs" $v.keycloak.internalUrl | quote }} }
- { name: SYSTEM_KEY_DIRECTORY, value: /run/nencho/secrets }
- { name: VERIFICATION_KEY_DIRECTORY, value: /run/keys/verification }
- { name: PSEUDONYM_KEY_DIRECTORY, value: /run/keys/pseudonyms }
- { name: LEDGER_URL, value: {{ $v.ledger.url | quote }} }
- { name: LEDGER_CONTAINER, value: {{ $v.ledger.container }} }
{{- if hasKey $files "ledger.key" }}
- { name: LEDGER_KEY_FILE, value: /run/nencho/secrets/ledger.key }
{{- end }}
{{- if ne .service "gateway" }}
- { name: KEY_PROVIDER, value: {{ $v.keys.provider }} }
{{- if eq $v.keys.provider "azure" }}
{{- $vaults := list }}
{{- range $alias, $url := $v.keys.vaults }}{{ $vaults = append $vaults (printf "%s=%s" $alias $url) }}{{ end }}
- { name: KEY_VAULTS, value: {{ join "," $vaults | quote }} }
{{- if $v.keys.emulated }}
- { name: KEY_VAULT_EMULATED, value: "true" }
{{- end }}
{{- else }}
- { name: LOCAL_KEY_DIRECTORY, value: /run/keys/tenants }
{{- end }}
{{- end }}
{{- if hasKey $files "cursor.key" }}
- { name: CURSOR_KEY_FILE, value: /run/nencho/secrets/cursor.key }
{{- end }}
{{- range (include "nencho.edges" (dict "root" .root) | fromJson).edges }}
{{- if and (eq (.from | default "") $service) .to (ne (.to | default "") "collector") }}
- { name: {{ upper .to }}_TARGET, value: {{ include "nencho.target" (dict "root" $root "service" .to) | quote }} }
{{- end }}
{{- end }}
{{- if eq .service "identity" }}
- { name: KEYCLOAK_ADMIN_URL, value: {{ $v.keycloak.internalUrl | quote }} }
- { name: KEYCLOAK_CLIENT_ID, value: nencho-identity }
- { name: KEYCLOAK_CLIENT_SECRET_FILE, value: /run/nencho/secrets/client-secret }
{{- end }}
{{- if eq .service "document" }}
- { name: OBJECT_STORE_URL, value: {{ $v.objectStore.url | quote }} }
- { name: OBJECT_STORE_CONTAINER, value: {{ $v.objectStore.container }} }
{{- if hasKey $files "object-store.key" }}
- { name: OBJECT_STORE_KEY_FILE, value: /run/nencho/secrets/object-store.key }
{{- end }}
{{- end }}
{{- if eq .service "gateway" }}
- { name: HOST, value: "0.0.0.0" }
- { name: PORT, value: "8080" }
- { name: TRUSTED_PROXY_HOPS, value: {{ $v.gateway.trustedProxyHops | quote }} }
{{- if $v.gateway.tls }}
- { name: WEB_TLS_CERT_FILE, value: /run/tls/tls.crt }
- { name: WEB_TLS_KEY_FILE, value: /run/tls/tls.key }
{{- end }}
- { name: KEYCLOAK_INTERNAL_URL, value: {{ $v.keycloak.internalUrl | quote }} }
- { name: OIDC_CLIENT_ID, value: nencho-gateway }
- { name: OIDC_CLIENT_SECRET_FILE, value: /run/nencho/secrets/client-secret }
- { name: SESSION_KEY_FILE, value: /run/nencho/secrets/session.key }
- { name: WEB_ROOT, value: /app/services/gateway/web/dist }
{{- end }}
{{- if eq .service "notification" }}
- { name: MAIL_TRANSPORT, value: {{ $v.mail.transport }} }
- { name: MAIL_FROM, value: {{ $v.mail.from | quote }} }
{{- if eq $v.mail.transport "smtp" }}
- { name: SMTP_URL_FILE, value: /run/nencho/secrets/smtp-url }
{{- else }}
- { name: SENDGRID_API_KEY_FILE, value: /run/nencho/secrets/sendgrid-api-key }
{{- end }}
{{- end }}
{{- end }}
