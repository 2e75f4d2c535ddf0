{{/*
What a service may read, and nothing more: file under /run/nencho/secrets → {secret, key}. One table for Secrets of the
cluster and for the Key Vault.
*/}}
{{- define "nencho.secretFiles" -}}
{{- $v := .root.Values -}}
{{- $kafka := printf "%s-%s" $v.kafka.secretPrefix .service -}}
{{- $system := $v.keys.systemKeysSecret -}}
{{- $signing := printf "events-%s.key" .service -}}
{{- $files := dict
  "mongodb-uri" (dict "secret" (printf "%s-%s" $v.mongodb.secretPrefix .service) "key" "uri")
  "kafka-username" (dict "secret" $kafka "key" "username")
  "kafka-password" (dict "secret" $kafka "key" "password")
  "kafka-ca.crt" (dict "secret" $kafka "key" "ca.crt")
  $signing (dict "secret" $system "key" $signing) -}}
{{- if $v.trust.caSecret }}{{ $_ := set $files "servers-ca.crt" (dict "secret" $v.trust.caSecret "key" "ca.crt") }}{{ end -}}
{{- if $v.ledger.keySecret }}{{ $_ := set $files "ledger.key" (dict "secret" $v.ledger.keySecret "key" "key") }}{{ end -}}
{{- if has .service (list "identity" "declaration" "retention") }}{{ $_ := set $files "cursor.key" (dict "secret" $system "key" "cursor.key") }}{{ end -}}
{{- if eq .service "gateway" -}}
{{- $_ := set $files "session.key" (dict "secret" $system "key" "session.key") -}}
{{- $_ := set $files "client-secret" (dict "secret" $v.keycloak.gatewayClientSecret "key" "secret") -}}
{{- end -}}
{{- if eq .service "identity" }}{{ $_ := set $files "client-secret" (dict "secret" $v.keycloak.identityClientSecret "key" "secret") }}{{ end -}}
{{- if eq .service "document" -}}
{{- if $v.objectStore.keySecret }}{{ $_ := set $files "object-store.key" (dict "secret" $v.objectStore.keySecret "key" "key") }}{{ end -}}
{{- end -}}
{{- if eq .service "retention" -}}
{{- range list "erasure-signing.key" "termination.key" }}{{ $_ := set $files . (dict "secret" $system "key" .) }}{{ end -}}
{{- end -}}
{{- if eq .service "notification" -}}
{{- $key := eq $v.mail.transport "smtp" | ternary "smtp-url" "sendgrid-api-key" -}}
{{- $_ := set $files $key (dict "secret" $v.mail.credentialsSecret "key" $key) -}}
{{- end -}}
{{ toJson $files }}
{{- end }}

{{- define "nencho.volumeMounts" -}}
- { name: secrets, mountPath: /run/nencho/secrets, readOnly: true }
- { name: tls, mountPath: /run/tls, readOnly: true }
- { name: verification-keys, mountPath: /run/keys/verification, readOnly: true }
- { name: pseudonyms, mountPath: /run/keys/pseudonyms }
{{- if and (eq .root.Values.keys.provider "local") (ne .service "gateway") }}
- { name: tenant-keys, mountPath: /run/keys/tenants }
{{- end }}
- { name: tmp, mountPath: /tmp }
{{- end }}

{{- define "nencho.volumes" -}}
{{- $v := .root.Values -}}
- name: secrets
  {{- if eq $v.secrets.provider "csi" }}
  csi:
    driver: secrets-store.csi.k8s.io
    readOnly: true
    volumeAttributes: { secretProviderClass: {{ include "nencho.fullname" . }} }
  {{- else }}
  projected:
    defaultMode: 0440
    sources:
      {{- range $file, $from := include "nencho.secretFiles" . | fromJson }}
      - secret:
          name: {{ $from.secret }}
          items: [{ key: {{ $from.key }}, path: {{ $file }} }]
      {{- end }}
  {{- end }}
- name: tls
  secret: { secretName: {{ printf "%s-%s" $v.tls.secretPrefix .service }}, defaultMode: 0440 }
- name: verification-keys
  configMap: { name: {{ include "nencho.verificationKeysName" . }}, defaultMode: 0440 }
- name: pseudonyms
  persistentVolumeClaim: { claimName: {{ $v.keys.pseudonymVolumeClaim }} }
{{- if and (eq $v.keys.provider "local") (ne .service "gateway") }}
- name: tenant-keys
  persistentVolumeClaim: { claimName: {{ $v.keys.localVolumeClaim }} }
{{- end }}
- name: tmp
  emptyDir: { sizeLimit: 64Mi }
{{- end }}
