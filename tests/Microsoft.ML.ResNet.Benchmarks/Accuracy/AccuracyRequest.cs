namespace Microsoft.ML.ResNet.Benchmarks.Accuracy;

/// <summary>What is to be trained, and where the results go.</summary>
/// <param name="Data">A zip of images, <c>train/class/file</c> and <c>test/class/file</c>.</param>
/// <param name="Epochs">Of every training.</param>
/// <param name="Seeds">Trainings of every arithmetic.</param>
/// <param name="Images">The most training images, equally from all classes; null for all.</param>
/// <param name="Results">Folder of the table, and of the trainings behind it.</param>
internal sealed record AccuracyRequest(FileInfo Data, int Epochs, int Seeds, int? Images, string Results)
{
    /// <summary>The command that asks for this.</summary>
    public string Command =>
        $"build/benchmark.sh --only accuracy --data {Data.Name} --epochs {Epochs} --seeds {Seeds}"
        + (Images is null ? "" : $" --images {Images}");
}
