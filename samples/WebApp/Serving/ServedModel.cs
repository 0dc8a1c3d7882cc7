namespace WebApp.Serving;

/// <summary>A model and the engines that score by it.</summary>
internal sealed class ServedModel(IClassifier classifier, ServiceOptions options) : IDisposable
{
    public ModelCard Card => classifier.Card;

    public int Engines { get; } = EnginesOf(options);

    public ScoringPool Pool { get; } = new(classifier, EnginesOf(options), options.QueueLength);

    /// <summary>Returns when the pictures that were taken are scored.</summary>
    public void Dispose()
    {
        Pool.Dispose();
        classifier.Dispose();
    }

    private static int EnginesOf(ServiceOptions options) =>
        options.Engines > 0 ? options.Engines : Environment.ProcessorCount;
}
