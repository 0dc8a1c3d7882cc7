using System.Text.Json;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.Transforms.Image;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Tests a model's streams without ML.NET's zip archive, whose own checks would hide ours.</summary>
public sealed class ModelFormatTests
{
    private readonly ClassifierModel _model = Model(Tiny.Architecture);

    [Fact]
    public void RoundTrips()
    {
        (byte[] description, byte[] weights) = Write(_model);
        ClassifierModel read = Read(description, weights);

        Assert.Equal(_model.Network.Architecture, read.Network.Architecture);
        Assert.Equal(_model.Network.Parameters.ToArray(), read.Network.Parameters.ToArray());
        Assert.Equal(_model.Network.RunningStatistics.ToArray(), read.Network.RunningStatistics.ToArray());
        Assert.Equal(_model.Network.Normalization.Mean, read.Network.Normalization.Mean);
        Assert.Equal(_model.Network.Normalization.StandardDeviation, read.Network.Normalization.StandardDeviation);
        Assert.Equal(_model.Specification, read.Specification);
        Assert.Equal(_model.Columns, read.Columns);
        Assert.Equal(_model.BadImages, read.BadImages);
        Assert.Equal(_model.Precision, read.Precision);
        Assert.Equal(_model.Ranges!.Maxima, read.Ranges!.Maxima);
        Assert.Equal(_model.Ranges.Image, read.Ranges.Image);
        Assert.Equal(_model.Ranges.Response(1), read.Ranges.Response(1));
        Assert.True(_model.Classes.HasSameValues(read.Classes));
        Assert.Equal(
            JsonSerializer.Serialize(_model.TrainingReport), JsonSerializer.Serialize(read.TrainingReport));
    }

    [Theory]
    [MemberData(nameof(TestNetworks.Every), MemberType = typeof(TestNetworks))]
    public void RoundTripsEveryArchitecture(ResNetArchitecture architecture)
    {
        (byte[] description, byte[] weights) = Write(Model(architecture));
        Assert.Equal(architecture, Read(description, weights).Network.Architecture);
    }

    [Fact]
    public void RoundTripsModelsOfSeveralChunks()
    {
        // More than one chunk of a million floats.
        ClassifierModel large = Model(Tiny.Architecture with { StageWidths = [64, 320] });
        Assert.True(large.Network.Parameters.Length > 1 << 20);
        (byte[] description, byte[] weights) = Write(large);

        Assert.Equal(large.Network.Parameters.ToArray(), Read(description, weights).Network.Parameters.ToArray());
    }

    [Fact]
    public void RejectsEveryTruncation()
    {
        (byte[] description, byte[] weights) = Write(_model);
        for (int length = 0; length < description.Length; length++)
            AssertRejected(description[..length], weights);
        for (int length = 0; length < weights.Length; length++)
            AssertRejected(description, weights[..length]);
        AssertRejected([.. description, 0], weights);
        AssertRejected(description, [.. weights, 0]);
    }

    [Fact]
    public void RejectsEveryAlteration()
    {
        (byte[] description, byte[] weights) = Write(_model);
        var random = new Random(3);
        for (int position = 0; position < description.Length; position++)
            AssertRejected(Flip(description, position, random), weights);
        for (int round = 0; round < 500; round++)
            AssertRejected(description, Flip(weights, random.Next(weights.Length), random));
    }

    [Fact]
    public void ChecksLengthsEvenIfTheChecksumIsRight()
    {
        // A malicious file can have correct checksums: replaces every length in the payload by a huge one.
        byte[] payload = ModelDescription.From(_model).ToPayload();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int position = 0; position + 4 <= payload.Length; position++)
        {
            foreach (int value in new[] { int.MaxValue, int.MinValue, -1, 0x00FFFFFF })
            {
                byte[] altered = [.. payload];
                BitConverter.TryWriteBytes(altered.AsSpan(position), value);
                Exception? error = Record.Exception(() => ModelDescription.FromPayload(altered));
                Assert.True(error is null or ArgumentException or InvalidDataException or OverflowException, $"{error}");
            }
        }
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 256 << 20);
    }

    [Fact]
    public void RejectsInconsistentTrainingReports()
    {
        void AssertRejected(string message, ResNetTrainingReport report)
        {
            byte[] payload = ModelDescription.From(_model with { TrainingReport = report }).ToPayload();
            var error = Assert.Throws<InvalidDataException>(() => ModelDescription.FromPayload(payload));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }

        AssertRejected("is -1", Report(images: -1));
        AssertRejected("from epoch 4, but there are 2", Report(modelEpoch: 4));
        AssertRejected("has no value 9", Report(reason: (ResNetTrainingStopReason)9));
        AssertRejected("infinite", Report(epochs: [Epoch(1, loss: double.PositiveInfinity)]));
        AssertRejected("Entry 1 of its metrics is for epoch 2 of 3", Report(epochs: [Epoch(2)]));
        AssertRejected("is -1", Report(epochs: [Epoch(1, elapsed: -1)]));
        _ = ModelDescription.FromPayload(ModelDescription.From(_model with { TrainingReport = null }).ToPayload());
    }

    private static ResNetTrainingReport Report(
        long images = 100, ResNetTrainingStopReason reason = ResNetTrainingStopReason.EarlyStopping, int modelEpoch = 2,
        ResNetEpochMetrics[]? epochs = null) => new()
        {
            TrainingImages = images,
            ValidationImages = 10,
            SkippedBadImages = 2,
            SkippedMissingLabels = 3,
            Seed = -4,
            StopReason = reason,
            ModelEpoch = modelEpoch,
            Epochs = epochs ?? [Epoch(1), Epoch(2)],
        };

    private static ResNetEpochMetrics Epoch(int epoch, double loss = 1.5, long elapsed = 12345) => new()
    {
        Epoch = epoch,
        Epochs = 3,
        TrainLoss = loss,
        TrainAccuracy = 0.5,
        ValidationLoss = epoch == 1 ? null : 1.25,
        ValidationAccuracy = 0.75,
        TrainMicroF1 = 0.1,
        ValidationMicroF1 = 0.2,
        ValidationMeanAveragePrecision = 0.3,
        LearningRate = 0.01f,
        ImagesPerSecond = 123.4,
        Elapsed = new TimeSpan(elapsed),
        Remaining = TimeSpan.FromSeconds(5),
    };

    private static void AssertRejected(byte[] description, byte[] weights)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(description, weights));
        Assert.StartsWith("The ResNet classifier in the model file is damaged", error.Message);
    }

    private static byte[] Flip(byte[] bytes, int position, Random random)
    {
        byte[] altered = [.. bytes];
        altered[position] ^= (byte)(1 << random.Next(8));
        return altered;
    }

    private static (byte[] Description, byte[] Weights) Write(ClassifierModel model)
    {
        using MemoryStream description = new(), weights = new();
        ModelFormat.WriteDescription(description, ModelDescription.From(model));
        ModelFormat.WriteWeights(weights, model.Network);
        return (description.ToArray(), weights.ToArray());
    }

    private static ClassifierModel Read(byte[] description, byte[] weights) => ModelFormat.ReadWeights(
        new MemoryStream(weights), weights.Length, ModelFormat.ReadDescription(new MemoryStream(description)));

    private static ClassifierModel Model(ResNetArchitecture architecture)
    {
        const int classes = 5;
        float[] Values(long count) => [.. Enumerable.Range(0, (int)count).Select(i => MathF.Sin(i) + 2)];
        var network = new ResNetModel(
            architecture, 16, 20, 3, classes, new ChannelNormalization([1, 2, 3], [4, 5, 6]),
            Values(ResNetModel.ParameterCount(architecture, 3, classes)),
            Values(ResNetModel.StatisticsCount(architecture, 3, classes)));
        var specification = new ImageSpecification(
            new PixelShape(16, 20, 3, isFloat: true), ResNetPixelLayout.Interleaved, ImageResizingEstimator.ResizingKind.IsoPad);
        var columns = new ScoringColumns("I", "P", "S", "L");
        return new ClassifierModel(
            network, specification, new UnnamedClassLabels(classes), columns, ResNetBadImagePolicy.Skip, ResNetPrecision.BFloat16,
            Ranges(network.CreateLayout().Units.Count()))
        {
            TrainingReport = Report(),
        };
    }

    private static ActivationRanges Ranges(int units)
    {
        float[] From(float first) => [.. Enumerable.Range(0, units).Select(i => first * (i + 1))];
        return new ActivationRanges(-1, 2, From(1), From(-2), From(3));
    }
}
