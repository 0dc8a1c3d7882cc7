using Prometheus;
using Prometheus.HttpMetrics;
using WebApp.Serving;
using WebApp.Uploads;

namespace WebApp.Hosting;

/// <summary>The metrics of <c>GET /metrics</c>, in Prometheus' text format.</summary>
internal sealed class ServiceMetrics
{
    private readonly Histogram _scoring;
    private readonly Counter _refused;

    // Not the global registry: several servers may run in one process.
    public ServiceMetrics(ModelService model)
    {
        Registry = Metrics.NewCustomRegistry();
        Factory = Metrics.WithCustomRegistry(Registry);
        DotNetStats.Register(Registry); // working set, processor time, garbage collections
        _scoring = Factory.CreateHistogram(
            "resnet_scoring_seconds", "Time from the last byte of an upload to its scores, including the queue.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.0005, 2, 15) });
        _refused = Factory.CreateCounter("resnet_refused_total", "Pictures that were not scored, by reason.", "reason");
        Gauge waiting = Factory.CreateGauge("resnet_queue_length", "Pictures waiting for a prediction engine.");
        Gauge ready = Factory.CreateGauge("resnet_ready", "1 if a model is loaded, otherwise 0.");
        Gauge refused = Factory.CreateGauge(
            "resnet_model_refused", "1 if an old model is still served because its replacement cannot be, otherwise 0.");
        Registry.AddBeforeCollectCallback(() =>
        {
            waiting.Set(model.Waiting);
            ready.Set(model.IsReady ? 1 : 0);
            refused.Set(model.Refused is null ? 0 : 1);
        });
    }

    public CollectorRegistry Registry { get; }

    private MetricFactory Factory { get; }

    /// <summary>Measures requests by route and status: number, duration, and number in progress.</summary>
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
