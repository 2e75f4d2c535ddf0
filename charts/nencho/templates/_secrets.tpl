{{/*
What a service may read, and nothing more: file under /run/nencho/secrets → {secret, key}. One table for Secrets of the
cluster and for the Key Vault.
*/}}
{{- define "nencho.secretFiles" -}}
{{- $v := .root.Values -}}
{{- $kafka := $v.kafka.credentialsSecret -}}
{{- $system := $v.keys.systemKeysSecret -}}
{{- $files := dict
  "mongodb-uri" (dict "secret" $v.mongodb.uriSecret "key" "uri")
  "kafka-username" (dict "secret" $kafka "key" "username")
  "kafka-password" (dict "secret" $kafka "key" "password")
  "kafka-ca.crt" (dict "secret" $kafka "key" "ca.crt") -}}
{{- range $key := (include "nencho.systemKeyFiles" . | fromJson).files }}{{ $_ := set $files $key (dict "secret" $system "key" $key) }}{{ end -}}
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
{{- if eq .service "notification" -}}
{{- $key := eq $v.mail.transport "smtp" | ternary "smtp-url" "sendgrid-api-key" -}}
{{- $_ := set $files $key (dict "secret" $v.mail.credentialsSecret "key" $key) -}}
{{- end -}}
{{ toJson $files }}
{{- end }}

{{/*
The files of the system keys, which the services look for beside the weekly keys: mounted one by one. A service signs its
events and knows who else may; only retention signs the ledger.
*/}}
{{- define "nencho.systemKeyFiles" -}}
{{- $files := list "erasure-signing.pub" (printf "events-%s.key" .service) -}}
{{- range $service, $_ := .root.Values.services }}{{ $files = append $files (printf "events-%s.pub" $service) }}{{ end -}}
{{- if eq .service "retention" }}{{ $files = concat $files (list "erasure-signing.key" "termination.key") }}{{ end -}}
{{ toJson (dict "files" $files) }}
{{- end }}

{{- define "nencho.volumeMounts" -}}
- { name: secrets, mountPath: /run/nencho/secrets, readOnly: true }
- { name: tls, mountPath: /run/tls, readOnly: true }
- { name: system-keys, mountPath: /run/keys/system }
{{- range (include "nencho.systemKeyFiles" . | fromJson).files }}
- { name: secrets, mountPath: /run/keys/system/{{ . }}, subPath: {{ . }}, readOnly: true }
{{- end }}
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
- name: system-keys
  persistentVolumeClaim: { claimName: {{ $v.keys.systemVolumeClaim }} }
{{- if and (eq $v.keys.provider "local") (ne .service "gateway") }}
- name: tenant-keys
  persistentVolumeClaim: { claimName: {{ $v.keys.localVolumeClaim }} }
{{- end }}
- name: tmp
  emptyDir: { sizeLimit: 64Mi }
{{- end }}
