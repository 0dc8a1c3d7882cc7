namespace Microsoft.ML.ResNet.Benchmarks.Accuracy;

/// <summary>What to train, and where to save the results.</summary>
/// <param name="Data">A zip of images, <c>train/class/file</c> and <c>test/class/file</c>.</param>
/// <param name="Epochs">Epochs per training.</param>
/// <param name="Seeds">Trainings per arithmetic.</param>
/// <param name="Images">Maximum number of training images, the same for all classes; null for all.</param>
/// <param name="Results">Folder for the tables and the individual results.</param>
internal sealed record AccuracyRequest(FileInfo Data, int Epochs, int Seeds, int? Images, string Results)
{
    /// <summary>The equivalent command line.</summary>
    public string Command =>
        $"build/benchmark.sh --only accuracy --data {Data.Name} --epochs {Epochs} --seeds {Seeds}"
        + (Images is null ? "" : $" --images {Images}");
}
