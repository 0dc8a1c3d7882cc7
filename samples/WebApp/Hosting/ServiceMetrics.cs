using Prometheus;
using Prometheus.HttpMetrics;
using WebApp.Serving;
using WebApp.Uploads;

namespace WebApp.Hosting;

/// <summary>What <c>GET /metrics</c> tells, in Prometheus' text format.</summary>
internal sealed class ServiceMetrics
{
    private readonly Histogram _scoring;
    private readonly Counter _refused;

    // A registry of its own: several servers may run in a process.
    public ServiceMetrics(ModelService model)
    {
        Registry = Metrics.NewCustomRegistry();
        Factory = Metrics.WithCustomRegistry(Registry);
        DotNetStats.Register(Registry); // working set, processor time, garbage collections
        _scoring = Factory.CreateHistogram(
            "resnet_scoring_seconds", "From an upload's last byte to its scores, in the queue and in an engine.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.0005, 2, 15) });
        _refused = Factory.CreateCounter("resnet_refused_total", "Pictures that were not scored, by reason.", "reason");
        Gauge waiting = Factory.CreateGauge("resnet_queue_length", "Pictures that wait for a prediction engine.");
        Gauge ready = Factory.CreateGauge("resnet_ready", "1 if the model is loaded, else 0.");
        Gauge refused = Factory.CreateGauge(
            "resnet_model_refused", "1 if an older model is served on, as the one in its place cannot be, else 0.");
        Registry.AddBeforeCollectCallback(() =>
        {
            waiting.Set(model.Waiting);
            ready.Set(model.IsReady ? 1 : 0);
            refused.Set(model.Refused is null ? 0 : 1);
        });
    }

    public CollectorRegistry Registry { get; }

    private MetricFactory Factory { get; }

    /// <summary>Requests, their duration and those in progress, by route and status.</summary>
    public void Configure(HttpMiddlewareExporterOptions options)
    {
        options.SetMetricFactory(Factory);
        options.CaptureMetricsUrl = false;
    }

    public void Scored(TimeSpan duration) => _scoring.Observe(duration.TotalSeconds);

    public void Refused(Exception exception) => _refused.WithLabels(exception switch
    {
        UploadException upload => upload.Reason,
        UnreadableImageException => "damaged",
        QueueFullException => "busy",
        NotReadyException => "not ready",
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => "bytes",
        _ => "request",
    }).Inc();
}
