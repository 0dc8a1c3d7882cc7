using Microsoft.ML.ResNet.Benchmarks.Accuracy;
using Microsoft.ML.ResNet.Benchmarks.Machine;
using Microsoft.ML.ResNet.Benchmarks.Report;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>
/// Compares the accuracy of networks trained in different arithmetics, and measures the loss from int8 quantization.
/// Takes long: the result of every training is saved when it ends, and reused when the benchmark is started again.
/// </summary>
internal sealed record AccuracyBenchmark : IBenchmark
{
    public string Name => "accuracy";

    public bool IsOnlyByName => true;

    public void Run(BenchmarkSession session)
    {
        AccuracyRequest request = session.Accuracy
            ?? throw new ArgumentException("The accuracy benchmark needs --data, a zip of images to train on.");
        string folder = Path.Combine(request.Results, Cpu.Slug), file = Path.Combine(folder, "accuracy.json");
        List<TrainedNetwork> known = [.. JsonFile.Read<TrainedNetwork>(file)];
        using ArchivedImages images = new(request.Data, request.Images);
        using NativeContext context = NativeContext.Create(session.Threads);
        AccuracyTraining training = new(images, context, request.Epochs);
        List<TrainedNetwork> asked = [];
        // Seed by seed, so that an interrupted run has about equally many trainings of each arithmetic.
        for (int seed = 1; seed <= request.Seeds; seed++)
        {
            foreach (TrainingVariant arithmetic in TrainingVariant.All)
            {
                TrainedNetwork? network = known.Find(one =>
                    (one.Arithmetic, one.Seed, one.Epochs, one.Images)
                    == (arithmetic.Name, seed, request.Epochs, images.Train.Labels.Length));
                if (network is null)
                {
                    network = training.Run(arithmetic, seed);
                    known.Add(network);
                    JsonFile.Write(file, known);
                }
                asked.Add(network);
                Write(folder, request, images, asked);
            }
        }
        foreach (ReportTable table in AccuracyTables.Create(asked))
            session.Report.Add(table);
    }

    private static void Write(
        string folder, AccuracyRequest request, ArchivedImages images, IReadOnlyList<TrainedNetwork> networks) =>
        MarkdownFile.Write(Path.Combine(folder, "accuracy.md"), $"Accuracy on {Cpu.Name}", $"""
            Written by `{request.Command}`:
            {AccuracyTraining.Architecture} from scratch with the library's defaults, {request.Epochs} epochs over
            {images.Train.Labels.Length:N0} of {images.Available:N0} training images, tested on all
            {images.Test.Labels.Length:N0} test images. A seed gives all arithmetics the same initial weights, order and
            augmentation. For int8 the networks that were trained in fp32 are quantised with the ranges of
            {AccuracyTraining.CalibrationImages} training images.
            """, AccuracyTables.Create(networks));
}
