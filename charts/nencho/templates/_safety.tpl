{{/* What is less than safe in these values, one sentence a line. NOTES prints it; the profile restricted refuses it. */}}
{{- define "nencho.notYetSafe" -}}
{{- $v := .Values -}}
{{- if ne $v.environment "production" }}
This is no production environment: development switches are open.
{{- end }}
{{- if eq $v.keys.provider "local" }}
Keys of tenants lie as files on the claim {{ $v.keys.localVolumeClaim }}: whoever reads it reads everything.
{{- end }}
{{- if $v.keys.emulated }}
The Key Vault is an emulator: its keys are files.
{{- end }}
{{- if not $v.workloadIdentity.enabled }}
Services enter the object store and the ledger with account keys, not by workload identity.
{{- end }}
{{- if ne $v.secrets.provider "csi" }}
Secrets are Secrets of the cluster: encrypt etcd with a key of yours and watch who may read them.
{{- end }}
{{- if not $v.tls.certManager.enabled }}
Certificates {{ $v.tls.secretPrefix }}-<service> are renewed by hand.
{{- end }}
{{- if not $v.gateway.tls }}
Between the ingress and the gateway requests are not encrypted.
{{- end }}
{{- if not (hasPrefix "https://" $v.keycloak.internalUrl) }}
Passwords and tokens go to Keycloak over plain http (keycloak.internalUrl).
{{- end }}
{{- range $service, $_ := $v.services }}
{{- if not (get $v.image.digests $service) }}
The image of {{ $service }} is named by a tag, which can be moved.
{{- end }}
{{- end }}
{{- if and $v.telemetry.endpoint (not (contains "@sha256:" $v.collector.image)) }}
The image of the collector is named by a tag, which can be moved.
{{- end }}
{{- if not $v.telemetry.endpoint }}
No traces and metrics are collected: nobody is warned.
{{- end }}
{{- if and $v.telemetry.endpoint (not (hasPrefix "https://" $v.telemetry.endpoint)) }}
Traces and metrics leave the release without encryption.
{{- end }}
{{- if not $v.monitoring.enabled }}
The collector is not watched (monitoring.enabled).
{{- end }}
{{- if not $v.admissionPolicies.enabled }}
Nothing stops an administrator of the cluster from entering a pod (admissionPolicies.enabled).
{{- end }}
{{- if ne $v.topology.zones "DoNotSchedule" }}
All pods of a service may stand in one zone.
{{- end }}
{{- end }}

{{/* Values that contradict each other, which the schema cannot see. */}}
{{- define "nencho.refuseUnsafe" -}}
{{- $v := .Values -}}
{{- $unsafe := include "nencho.notYetSafe" . | trim -}}
{{- if and (eq $v.profile "restricted") $unsafe }}{{ fail (printf "the profile restricted does not render while this is so:\n%s" $unsafe) }}{{ end -}}
{{- if le (int $v.shutdown.graceSeconds) (add (int $v.shutdown.drainSeconds) 25 | int) }}{{ fail "shutdown.graceSeconds must be more than drainSeconds and the 25 s that a service takes to finish its work" }}{{ end -}}
{{- if not (or $v.objectStore.keySecret $v.workloadIdentity.enabled) }}{{ fail "objectStore.keySecret is missing: without workload identity the service has no other way in" }}{{ end -}}
{{- if not (or $v.ledger.keySecret $v.workloadIdentity.enabled) }}{{ fail "ledger.keySecret is missing: without workload identity the services have no other way in" }}{{ end -}}
{{- if eq $v.objectStore.url $v.ledger.url }}{{ fail "ledger.url is that of the object store: a restore of the one would take the other with it" }}{{ end -}}
{{- range $service, $settings := $v.services -}}
{{- if and $settings.autoscaling.enabled (lt (int $settings.autoscaling.maxReplicas) (int $settings.replicas)) }}{{ fail (printf "services.%s: autoscaling.maxReplicas is below replicas" $service) }}{{ end -}}
{{- if and $v.image.requireDigest (not (get $v.image.digests $service)) }}{{ fail (printf "image.digests.%s is missing (image.requireDigest)" $service) }}{{ end -}}
{{- if and $v.workloadIdentity.enabled (not (get $v.workloadIdentity.clientIds $service)) }}{{ fail (printf "workloadIdentity.clientIds.%s is missing" $service) }}{{ end -}}
{{- end -}}
{{- end }}
