using Degradation;
using Degradation.Display;
using Degradation.Experiments;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Samples;

/// <summary>The training protocol of the degradation sample.</summary>
public sealed class DegradationProtocolTests
{
    private static readonly Request NoOptions = new() { Data = "images.zip", Seed = 1, Threads = 0, Output = "out" };

    [Fact]
    public void DefaultIsThePapersProtocol()
    {
        Protocol protocol = Protocol.From(NoOptions);
        Assert.Equal([20, 56], protocol.Depths);
        // 64,000 iterations on 45,000 images are 182 epochs of 352; the learning rate falls after 32,000 and 48,000.
        Assert.Equal(352, protocol.IterationsPerEpoch(45_000));
        Assert.Equal(182, protocol.Epochs(45_000));
        Assert.Equal([32_000, 48_000], protocol.Milestones.Select(part => part * protocol.Iterations));
        Assert.Equal((128, 0.1f), (protocol.BatchSize, protocol.LearningRate));
        Assert.Equal((32, 110), (protocol.ImageSize, protocol.WarmUpDepth));
    }

    [Fact]
    public void OptionsAndQuickOverrideTheProtocol()
    {
        Protocol quick = Protocol.From(NoOptions with { Quick = true, Depths = [14, 44], Iterations = 7 });
        Assert.Equal([14, 44], quick.Depths);
        Assert.Equal(7, quick.Iterations);
        Assert.Equal(Protocol.Quick.ImageSize, quick.ImageSize);
        Assert.Equal(Protocol.Quick.ImageSize, Protocol.From(NoOptions with { Data = null }).ImageSize);
    }

    [Fact]
    public void DeepNetworksWarmUpAndTrainForAsManyIterations()
    {
        using var folder = new TemporaryFolder();
        ImageFolders.Write(folder.File("images"), perClass: 20);
        var protocol = new Protocol
        {
            Depths = [8], Iterations = 12, BatchSize = 16, ImageSize = 16, HeldOut = 0, WarmUpDepth = 8,
        };
        NetworkResult warm = Train(protocol), cold = Train(protocol with { WarmUpDepth = 110 });

        // 48 images are three batches, so 12 iterations are four epochs, of which at least the first is a warm-up.
        Assert.Equal([3, 6, 9, 12], warm.Curve.Select(point => point.Iteration));
        Assert.Equal([3, 6, 9, 12], cold.Curve.Select(point => point.Iteration));
        Assert.NotEqual(cold.WeightsSha256, warm.WeightsSha256);
        Assert.NotEqual(cold.Curve[0].TrainError, warm.Curve[0].TrainError);

        NetworkResult Train(Protocol protocol)
        {
            var ml = new MLContext(1);
            Experiment data = Experiment.Create(ml, folder.File("images"), protocol);
            var store = new ResultStore(folder.File("networks"), data.Fingerprint);
            var training = new NetworkTraining(
                ml, data, protocol, store, new PlainDisplay(), threads: 1, CancellationToken.None);
            return training.Run(new NetworkPlan(8, Residual: true));
        }
    }

    [Fact]
    public void SamplesClassesEquallyAndFingerprintsImages()
    {
        using var folder = new TemporaryFolder();
        string images = ImageFolders.Write(folder.File("images"), perClass: 20);
        var ml = new MLContext(1);
        var protocol = new Protocol { ImageSize = 16, Images = 12, TestImages = 6 };
        Experiment few = Experiment.Create(ml, images, protocol);
        Assert.Equal((12, 6, 3), (few.TrainImages, few.TestImages, few.Classes));
        uint[] labels = [.. Microsoft.ML.Data.ColumnCursorExtensions.GetColumn<uint>(few.Train, "Label")];
        Assert.Equal([4, 4, 4], labels.GroupBy(label => label).Select(group => group.Count()));

        Assert.Equal(few.Fingerprint, Experiment.Create(ml, images, protocol with { Depths = [8] }).Fingerprint);
        Assert.NotEqual(few.Fingerprint, Experiment.Create(ml, images, protocol with { Iterations = 1 }).Fingerprint);
        File.WriteAllBytes(Path.Combine(images, "disc", "000.jpg"), DrawnImages.Encoded("disc", 999));
        File.Delete(Path.Combine(images, "ring", "001.jpg"));
        Assert.NotEqual(few.Fingerprint, Experiment.Create(ml, images, protocol).Fingerprint);
    }
}
