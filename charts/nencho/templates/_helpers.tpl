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

{{/* Of what belongs to the whole cluster: two releases must not meet. */}}
{{- define "nencho.clusterName" -}}
{{ printf "%s.%s.%s" .name .root.Release.Name .root.Release.Namespace }}
{{- end }}

{{- define "nencho.image" -}}
{{- $name := printf "%s/%s" .root.Values.image.repository .service -}}
{{- $digest := get .root.Values.image.digests .service -}}
{{- if $digest -}}
{{ printf "%s@%s" $name $digest }}
{{- else -}}
{{ printf "%s:%s" $name (.root.Values.image.tag | default .root.Chart.AppVersion) }}
{{- end -}}
{{- end }}

{{/* Address of a peer: headless, so that the client balances over all pods. */}}
{{- define "nencho.target" -}}
{{ printf "%s.%s.svc:8443" (include "nencho.fullname" .) .root.Release.Namespace }}
{{- end }}

{{- define "nencho.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "nencho.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{- define "nencho.spread" -}}
- topologyKey: topology.kubernetes.io/zone
  maxSkew: 1
  whenUnsatisfiable: {{ .root.Values.topology.zones }}
  labelSelector:
    matchLabels: {{- include "nencho.selector" . | nindent 6 }}
  matchLabelKeys: [pod-template-hash]
- topologyKey: kubernetes.io/hostname
  maxSkew: 1
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels: {{- include "nencho.selector" . | nindent 6 }}
  matchLabelKeys: [pod-template-hash]
{{- end }}

{{/* Whether a part that edges.yaml names with `when` is there: "true" or nothing. */}}
{{- define "nencho.part" -}}
{{- $v := .root.Values -}}
{{- $parts := dict "keyVault" (eq $v.keys.provider "azure") "workloadIdentity" $v.workloadIdentity.enabled "collector" (ne $v.telemetry.endpoint "") "monitoring" (and $v.monitoring.enabled (ne $v.telemetry.endpoint "")) -}}
{{- if or (not .part) (get $parts (.part | default "")) -}}true{{- end -}}
{{- end }}

{{/* The edges of this profile as JSON {edges: […]}. */}}
{{- define "nencho.edges" -}}
{{- $root := .root -}}
{{- $edges := list -}}
{{- range (.root.Files.Get "edges.yaml" | fromYaml).edges -}}
{{- if include "nencho.part" (dict "root" $root "part" .when) -}}
{{- $edges = append $edges . -}}
{{- end -}}
{{- end -}}
{{ toJson (dict "edges" $edges) }}
{{- end }}
