# Writes a promtool test: a noisy but healthy day (-v days=1) of three nodes, or two days of a small shop (-v days=2), in
# which no alert may fire. -v alerts="A B …" names the alerts. The same numbers on every machine: chance is a generator of its own.
#
# What happens in the day, by its minute: 120 a node's history is away for six minutes; 420 Kafka is for eight; 180–200 a training slows answers and
# lowers some rungs, one training fails, the next is published; 600–630 a rolling upgrade, each node away for two minutes and
# not ready for three; 840 the state store fails over, nothing is folded for two minutes; 1000 a sender's rows are refused for
# five minutes; 1200–1220 five times the traffic, with lag and some requests turned away.

function chance() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
function noisy(x) { return x * (0.7 + 0.6 * chance()) }
function put(series, value) { if (!(series in text)) { order[++many] = series; text[series] = "" } text[series] = text[series] " " value }
function within(minute, from, length_) { return minute >= from && minute < from + length_ }
function say(expression, at, samples) { printf "      - { expr: '%s', eval_time: %s, exp_samples: [%s] }\n", expression, at, samples }

function labels(n) { return "job=\"attune\",instance=\"" n "\"" }
function of_workspace(n) { return labels(n) ",workspace=\"default\"" }
function http(n, route, status) { return "{" labels(n) ",http_route=\"" route "\",http_response_status_code=\"" status "\"}" }

# One sample of node n, the i-th from 0, at a minute of the day.
function sample(n, i, minute, rate,    away, since, k, answers, failed, late, events, refused, away_rows, lag, below, slow, peak) {
    away = !small && within(minute, 600 + 10 * i, 2)
    peak = !small && within(minute, 1200, 20)
    put("up{" labels(n) "}", away ? 0 : 1)
    if (away) {
        # Its other series are missing, and its counters begin again.
        for (k in counted) if (index(k, n SUBSEP) == 1) counted[k] = 0
        started[n] = minute + 2
        for (k = 1; k <= many; k++) if (index(order[k], "instance=\"" n "\"") && order[k] !~ /^up/) text[order[k]] = text[order[k]] " _"
        return
    }
    since = minute - started[n]
    answers = int(noisy(rate * 60)); late = within(minute, 180, 20) ? 0.008 : 0.001
    failed = chance() < 0.02 ? 1 + int(answers * 0.0005) : 0
    if (small && answers == 0) failed = 0
    add(n, "http_server_request_duration_seconds_count" http(n, U, 200), answers - failed)
    add(n, "http_server_request_duration_seconds_count" http(n, U, 500), failed)
    add(n, "http_server_request_duration_seconds_bucket{" labels(n) ",http_route=\"" U "\",le=\"0.1\"}", int(answers * (1 - 4 * late) + 0.5))
    add(n, "http_server_request_duration_seconds_bucket{" labels(n) ",http_route=\"" U "\",le=\"0.25\"}", int(answers * (1 - late) + 0.5))
    add(n, "http_server_request_duration_seconds_bucket{" labels(n) ",http_route=\"" U "\",le=\"0.5\"}", answers)
    add(n, "http_server_request_duration_seconds_bucket{" labels(n) ",http_route=\"" U "\",le=\"+Inf\"}", answers)
    below = within(minute, 180, 20) ? 0.12 : (chance() < 0.05 ? 0.05 : 0.002)
    add(n, "attune_recommend_duration_seconds_count{" labels(n) ",rung=\"full\"}", answers - int(answers * below))
    add(n, "attune_recommend_duration_seconds_count{" labels(n) ",rung=\"unranked\"}", int(answers * below))

    events = int(noisy(rate * 240)); refused = int(events * (within(minute, 1000, 5) ? 0.15 : 0.01)); away_rows = peak ? int(events * 0.001) : 0
    add(n, "attune_events_total{" labels(n) ",verdict=\"accepted\"}", events)
    add(n, "attune_events_total{" labels(n) ",verdict=\"refused\"}", refused)
    add(n, "http_server_request_duration_seconds_count" http(n, "/v1/events", 200), int(events / 4))
    add(n, "http_server_request_duration_seconds_count" http(n, "/v1/events", 429), int(away_rows / 4))
    slow = within(minute, 840, 5) || peak ? 0.3 : 0.001
    add(n, "attune_freshness_seconds_bucket{" labels(n) ",le=\"0.05\"}", int(events * (1 - slow)))
    add(n, "attune_freshness_seconds_bucket{" labels(n) ",le=\"1\"}", int(events * (1 - (within(minute, 840, 4) ? slow : 0))))
    add(n, "attune_freshness_seconds_bucket{" labels(n) ",le=\"5\"}", events)
    add(n, "attune_freshness_seconds_bucket{" labels(n) ",le=\"+Inf\"}", events)

    # What is durable grows for all nodes alike, and grew a moment before this node looked.
    lag = small ? (chance() < 0.02 ? 1 : 0) : within(minute, 840, 2) ? end - stood : peak ? int(chance() * 40000) : int(chance() * 30)
    put("attune_log_end{" of_workspace(n) "}", end)
    put("attune_live_lag{" of_workspace(n) "}", lag)
    put("attune_archive_lag{" of_workspace(n) "}", !small && within(minute, 120, 6) ? end - archived : small ? lag : peak ? int(chance() * 300000) : int(chance() * 2000))
    put("attune_standing{" of_workspace(n) ",part=\"archive\"}", !small && within(minute, 120, 6) ? 1 : 0)
    put("attune_standing{" of_workspace(n) ",part=\"live\"}", !small && within(minute, 840, 2) ? 1 : 0)
    # Kafka is away for eight minutes, and what waited is gone five minutes later.
    put("attune_spool_events{" of_workspace(n) "}", small ? 0 : within(minute, 420, 8) ? (minute - 419) * 3000 : within(minute, 428, 5) ? (433 - minute) * 4800 : 0)
    put("attune_log_partitions{" of_workspace(n) "}", 12)
    # Two minutes after a node has gone the others have its partitions.
    put("attune_live_partitions{" of_workspace(n) "}", small ? 12 : within(minute, 602, 30) && since > 0 ? 6 : 4)
    put("attune_ready{" of_workspace(n) "}", since >= 0 && since < 3 && minute > 3 ? 0 : 1)
    put("attune_uptime_seconds{" labels(n) "}", (day * 1440 + minute - started[n]) * 60)
    put("attune_generation_number{" of_workspace(n) "}", 3 + (minute >= 200))
    put("attune_generation_age_seconds{" of_workspace(n) "}", ((minute - 200 + 1440) % 1440) * 60)
    add(n, "attune_trainings_total{" labels(n) ",outcome=\"failed\"}", minute == 182 && i == 0)
    add(n, "attune_trainings_total{" labels(n) ",outcome=\"published\"}", minute == 200 && i == 0)
    add(n, "attune_live_passed_over_total{" of_workspace(n) "}", 0)
    # Segments are written and let go of every four hours.
    put("attune_disk_free_bytes{" labels(n) "}", int(38000 - (minute % 240) * 5 + chance() * 200))
    put("attune_disk_size_bytes{" labels(n) "}", 100000)
}

function add(n, series, by) { counted[n, series] += by; put(series, counted[n, series]) }

BEGIN {
    U = "/v1/users/{id}/recommendations"
    small = days > 1; seed = 4711
    nodes = split(small ? "a" : "a b c", node, " ")
    for (i = 1; i <= nodes; i++) started[node[i]] = -600
    for (day = 0; day < days; day++) for (minute = 0; minute < 1440; minute++) {
        # Little at night, most in the evening; a small shop has nobody for hours.
        wave = (1 - cos((minute - 240) * 6.2831853 / 1440)) / 2
        rate = small ? (wave < 0.15 ? 0 : 0.05 * wave) : (2 + 18 * wave) * (within(minute, 1200, 20) ? 5 : 1)
        end += int(nodes * rate * 240)
        if (minute == 839) stood = end
        if (minute == 119) archived = end
        for (i = 1; i <= nodes; i++) sample(node[i], i - 1, minute, rate)
    }

    print "rule_files: [" rules "/recording.rules.yml, " rules "/alerts.rules.yml]"
    print "evaluation_interval: 1m\ntests:\n  - interval: 1m\n    input_series:"
    for (k = 1; k <= many; k++) printf "      - { series: '%s', values: '%s' }\n", order[k], substr(text[order[k]], 2)
    print "    promql_expr_test:"
    names = split(alerts, name, " ")
    for (k = 1; k <= names; k++)
        say("count(count_over_time(ALERTS{alertname=\"" name[k] "\",alertstate=\"firing\"}[" days "d])) > 0", days * 24 "h", "")
    if (!small) {
        # The noise is there: otherwise quiet says nothing.
        one = "{ labels: \"{}\", value: 1 }"
        say("count(max_over_time(job_workspace:attune_live_lag:max[1d]) > 20000)", "24h", one)
        say("count(max_over_time(job:attune_freshness:p99_5m[1d]) > 1)", "24h", one)
        say("count(max_over_time(job:attune_answers_failed:rate5m[1d]) > 0)", "24h", one)
        say("count(sum(count_over_time(ALERTS{alertstate=\"pending\"}[1d])) > 5)", "24h", one)
    }
}
