{{- define "nencho.labels" -}}
app.kubernetes.io/part-of: nencho
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{ include "nencho.selector" . }}
{{- end }}

{{- define "nencho.selector" -}}
app.kubernetes.io/name: {{ .service }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{- define "nencho.fullname" -}}
{{ printf "%s-%s" .root.Release.Name .service | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "nencho.image" -}}
{{ printf "%s/%s:%s" .root.Values.image.repository .service (.root.Values.image.tag | default .root.Chart.AppVersion) }}
{{- end }}

{{/* Address of a peer: headless, so that the client balances over all pods. */}}
{{- define "nencho.target" -}}
{{ printf "dns:///%s.%s.svc:8443" (include "nencho.fullname" .) .root.Release.Namespace }}
{{- end }}

{{- define "nencho.env" -}}
{{- $v := .root.Values -}}
- { name: NODE_ENV, value: {{ $v.environment }} }
- { name: TZ, value: UTC }
- { name: GRPC_HOST, value: 0.0.0.0 }
- { name: GRPC_PORT, value: "8443" }
- { name: PROBE_PORT, value: "8081" }
- { name: LOG_LEVEL, value: {{ $v.telemetry.logLevel }} }
- { name: OTEL_SERVICE_NAME, value: {{ .service }} }
{{- if $v.telemetry.endpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ $v.telemetry.endpoint | quote }} }
{{- else }}
- { name: OTEL_SDK_DISABLED, value: "true" }
{{- end }}
- { name: TLS_CERT_FILE, value: /run/tls/tls.crt }
- { name: TLS_KEY_FILE, value: /run/tls/tls.key }
- { name: TLS_CA_FILE, value: /run/tls/ca.crt }
- name: MONGODB_URI
  valueFrom: { secretKeyRef: { name: {{ $v.mongodb.uriSecret }}, key: uri } }
- { name: MONGODB_DATABASE, value: {{ printf "%s%s" $v.mongodb.databasePrefix .service }} }
- { name: KAFKA_BROKERS, value: {{ join "," $v.kafka.brokers | quote }} }
- name: KAFKA_USERNAME
  valueFrom: { secretKeyRef: { name: {{ $v.kafka.credentialsSecret }}, key: username } }
- name: KAFKA_PASSWORD
  valueFrom: { secretKeyRef: { name: {{ $v.kafka.credentialsSecret }}, key: password } }
- { name: KAFKA_CA_FILE, value: /run/kafka/ca.crt }
- { name: TOPIC_PREFIX, value: {{ $v.kafka.topicPrefix | quote }} }
- { name: PUBLIC_BASE_URL, value: {{ $v.publicBaseUrl | quote }} }
- { name: TENANT_ISSUER, value: {{ printf "%s/auth/realms/nencho" $v.publicBaseUrl | quote }} }
- { name: TENANT_JWKS_URL, value: {{ printf "%s/realms/nencho/protocol/openid-connect/certs" $v.keycloak.internalUrl | quote }} }
- { name: OPS_ISSUER, value: {{ printf "%s/auth/realms/nencho-ops" $v.publicBaseUrl | quote }} }
- { name: OPS_JWKS_URL, value: {{ printf "%s/realms/nencho-ops/protocol/openid-connect/certs" $v.keycloak.internalUrl | quote }} }
- { name: KEY_PROVIDER, value: {{ $v.keys.provider }} }
- { name: LOCAL_KEY_DIRECTORY, value: /run/keys/tenants }
- { name: SYSTEM_KEY_DIRECTORY, value: /run/keys/system }
- { name: CURSOR_KEY_FILE, value: /run/system-keys/cursor.key }
{{- $root := .root }}
{{- range $peer := list "identity" "declaration" "document" "notification" "retention" }}
- { name: {{ upper $peer }}_TARGET, value: {{ include "nencho.target" (dict "root" $root "service" $peer) | quote }} }
{{- end }}
{{- if eq .service "identity" }}
- { name: KEYCLOAK_ADMIN_URL, value: {{ $v.keycloak.internalUrl | quote }} }
- { name: KEYCLOAK_CLIENT_ID, value: nencho-identity }
- { name: KEYCLOAK_CLIENT_SECRET_FILE, value: /run/client/secret }
{{- end }}
{{- if eq .service "gateway" }}
- { name: HOST, value: "0.0.0.0" }
- { name: PORT, value: "8080" }
- { name: TRUSTED_PROXY_HOPS, value: "1" }
- { name: KEYCLOAK_INTERNAL_URL, value: {{ $v.keycloak.internalUrl | quote }} }
- { name: OIDC_CLIENT_ID, value: nencho-gateway }
- { name: OIDC_CLIENT_SECRET_FILE, value: /run/client/secret }
- { name: SESSION_KEY_FILE, value: /run/system-keys/session.key }
- { name: WEB_ROOT, value: /app/services/gateway/web/dist }
{{- end }}
{{- if eq .service "notification" }}
- { name: MAIL_TRANSPORT, value: {{ $v.mail.transport }} }
- { name: MAIL_FROM, value: {{ $v.mail.from | quote }} }
{{- if eq $v.mail.transport "smtp" }}
- name: SMTP_URL
  valueFrom: { secretKeyRef: { name: {{ $v.mail.credentialsSecret }}, key: smtp-url } }
{{- else }}
- { name: SENDGRID_API_KEY_FILE, value: /run/mail/sendgrid-api-key }
{{- end }}
{{- end }}
{{- end }}

{{/* Secrets are mounted as files; which ones a service gets depends on what it does. */}}
{{- define "nencho.secretVolumes" -}}
{{- $v := .root.Values -}}
{{- $volumes := dict "tls" (printf "%s-%s" $v.tls.secretPrefix .service) "kafka" $v.kafka.credentialsSecret "system-keys" $v.keys.systemKeysSecret -}}
{{- if eq .service "gateway" }}{{ $_ := set $volumes "client" $v.keycloak.gatewayClientSecret }}{{ end -}}
{{- if eq .service "identity" }}{{ $_ := set $volumes "client" $v.keycloak.identityClientSecret }}{{ end -}}
{{- if and (eq .service "notification") (eq $v.mail.transport "sendgrid") }}{{ $_ := set $volumes "mail" $v.mail.credentialsSecret }}{{ end -}}
{{ toJson $volumes }}
{{- end }}
