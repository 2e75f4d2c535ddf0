{{- define "nencho.verificationKeysName" -}}
{{ include "nencho.fullname" (dict "root" .root "service" "verification-keys") }}
{{- end }}

{{/*
Public keys, which everybody checks signatures with: file → PEM. They stand in the values, in a ConfigMap that no pod can
change. Several of one signer while its key is replaced: events-<service>.<n>.pub, erasure-signing.<n>.pub.
*/}}
{{- define "nencho.verificationKeys" -}}
{{- $keys := .root.Values.keys.verification -}}
{{- $files := dict -}}
{{- range $service, $pems := $keys.events -}}
{{- range $n, $pem := $pems }}{{ $_ := set $files (printf "events-%s.%d.pub" $service $n) (printf "%s\n" (trim $pem)) }}{{ end -}}
{{- end -}}
{{- range $n, $pem := $keys.ledger }}{{ $_ := set $files (printf "erasure-signing.%d.pub" $n) (printf "%s\n" (trim $pem)) }}{{ end -}}
{{ toYaml $files }}
{{- end }}
