{{/*
Fail closed: an attribute passes when it is listed, a value when it looks like nothing of a person; free texts (status
messages, events, links, bodies of logs) are emptied, and what a processor cannot handle is dropped. There is no pipeline
of logs: they go to standard output and hold listed fields only.
*/}}
{{- define "nencho.collectorConfig" -}}
{{- $keys := .Files.Get "files/telemetry-keys.yaml" | fromYaml -}}
receivers:
  otlp:
    protocols:
      http: { endpoint: "0.0.0.0:4318" }
processors:
  memory_limiter: { check_interval: 1s, limit_percentage: 75, spike_limit_percentage: 15 }
  transform/texts:
    error_mode: propagate
    trace_statements:
      - context: resource
        statements:
          - set(attributes["nencho.retention_days"], {{ .Values.telemetry.retentionDays }})
      - context: span
        statements:
          - set(status.message, "")
          - set(trace_state, "")
          # Empties them: the setter removes before it copies. No function reaches the attributes of a link; the exporter
          # of the services has reduced them already.
          - set(links, links)
          # A name is a method or a route; anything else becomes a word.
          - set(name, "other") where not IsMatch(name, "^[A-Za-z0-9_.:/{} *-]{1,128}$") or IsMatch(name, "[0-9]{6}")
      - context: spanevent
        statements:
          - set(name, "event")
    metric_statements:
      - context: resource
        statements:
          - set(attributes["nencho.retention_days"], {{ .Values.telemetry.retentionDays }})
  redaction:
    allow_all_keys: false
    allowed_keys:
      {{- range concat $keys.spans $keys.resource }}
      - {{ . }}
      {{- end }}
    blocked_values:
      # 個人番号 and other long numbers, mail addresses, anything that is not ASCII
      - "[0-9]{10,}"
      - "[^@ ]+@[^@ ]+"
      - "[^\\x00-\\x7F]"
    summary: silent
exporters:
  otlp_http:
    endpoint: {{ .Values.telemetry.endpoint | quote }}
    compression: gzip
    retry_on_failure: { enabled: true, max_elapsed_time: 60s }
    sending_queue: { enabled: true, queue_size: 1000, batch: { flush_timeout: 2s, min_size: 512, max_size: 2048 } }
service:
  telemetry:
    logs: { level: warn, encoding: json }
    metrics:
      level: basic
      readers:
        - pull: { exporter: { prometheus: { host: 0.0.0.0, port: 8888 } } }
  pipelines:
    traces: { receivers: [otlp], processors: [memory_limiter, transform/texts, redaction], exporters: [otlp_http] }
    metrics: { receivers: [otlp], processors: [memory_limiter, transform/texts, redaction], exporters: [otlp_http] }
{{- end }}
