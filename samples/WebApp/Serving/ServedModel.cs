namespace WebApp.Serving;

/// <summary>A model and its prediction engines.</summary>
internal sealed class ServedModel(IClassifier classifier, ServiceOptions options) : IDisposable
{
    public ModelCard Card => classifier.Card;

    public int Engines { get; } = CountEngines(options);

    public ScoringPool Pool { get; } = new(classifier, CountEngines(options), options.QueueLength);

    /// <summary>Returns when all accepted pictures are scored.</summary>
    public void Dispose()
    {
        Pool.Dispose();
        classifier.Dispose();
    }

    private static int CountEngines(ServiceOptions options) =>
        options.Engines > 0 ? options.Engines : Environment.ProcessorCount;
}
