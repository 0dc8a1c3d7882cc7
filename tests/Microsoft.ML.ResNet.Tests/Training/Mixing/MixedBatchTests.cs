using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class MixedBatchTests
{
    private const int Size = 16, Images = 23, Classes = 4;

    // Every pixel of image i has the value i, so a mixed pixel reveals its weights.
    private static readonly ArrayPixelStore s_store = ArrayPixelStore.Bytes(
        Images, Size, 1, i => (byte)(i / (Size * Size)));
    private static readonly ImageSubset s_set = new(
        s_store, Enumerable.Range(0, Images).Select(i => i % Classes).ToArray(),
        Enumerable.Range(0, Images).Select(i => (long)i).ToArray());

    private static readonly TrainingSettings s_settings = new()
    {
        Options = TestOptions.Create(o =>
        {
            o.Architecture = ResNetArchitecture.ResNet20;
            o.Epochs = 2;
            o.BatchSize = 8;
            o.Augmentation.CropPadding = 0;
            o.Augmentation.HorizontalFlip = false;
            o.LabelSmoothing = 0.2f;
        }),
        ClassCount = Classes,
        Seed = 5,
    };

    [Theory]
    [InlineData(1f, 0f)]
    [InlineData(0f, 1f)]
    [InlineData(0.5f, 0.5f)]
    public void ImagesAndTargetsAreMixedWithTheSameWeights(float mixup, float cutMix)
    {
        // The same batches without mixing show the order of the images.
        List<int[]> rows = [];
        ForEachBatch(s_settings, (_, batch) =>
            rows.Add([.. Enumerable.Range(0, batch.Count).Select(i => (int)Pixels(batch, i)[0])]));
        TrainingSettings settings = s_settings.With(
            o => (o.Augmentation.MixupAlpha, o.Augmentation.CutMixAlpha) = (mixup, cutMix));
        ImageMixing mixing = new(settings, Size, Size);
        ForEachBatch(settings, (index, batch) =>
        {
            int epoch = index / 3;
            for (int i = 0; i < batch.Count; i++)
            {
                int own = rows[index][i], next = rows[index][(i + 1) % batch.Count];
                Mixture mixture = mixing.For(epoch, own);
                CheckPixels(Pixels(batch, i), mixture, own, next);
                CheckTargets((ClassTargets)batch.Targets, i, mixture, own % Classes, next % Classes);
            }
        });
    }

    private static void CheckPixels(ReadOnlySpan<float> pixels, Mixture mixture, int own, int next)
    {
        double ownPart = 0;
        for (int p = 0; p < pixels.Length; p++)
        {
            PixelBox box = mixture.Box;
            bool inBox = p / Size >= box.Top && p / Size < box.Bottom && p % Size >= box.Left && p % Size < box.Right;
            double share = inBox ? 0 : mixture.Share;
            Assert.Equal(share * own + (1 - share) * next, pixels[p], 1e-4);
            ownPart += share / pixels.Length;
        }
        Assert.Equal(ownPart, mixture.OwnPart, 1e-6);
    }

    private static void CheckTargets(ClassTargets targets, int row, Mixture mixture, int own, int next)
    {
        for (int c = 0; c < Classes; c++)
        {
            double label = (c == own ? mixture.OwnPart : 0) + (c == next ? 1 - mixture.OwnPart : 0);
            Assert.Equal(0.8 * label + 0.2 / Classes, targets.Values[row * Classes + c], 1e-6);
        }
        Assert.Equal(mixture.OwnPart >= 0.5 ? own : next, targets.Labels[row]);
    }

    private static ReadOnlySpan<float> Pixels(LoadedBatch batch, int i) =>
        batch.Images.Span.Slice(i * Size * Size, Size * Size);

    private static void ForEachBatch(TrainingSettings settings, Action<int, LoadedBatch> check)
    {
        BatchPlan plan = new(Images, settings.BatchSize);
        ChannelNormalization normalization = new([0], [1]);
        Augmentation augmentation = new(settings, s_set.Pixels.Shape.Size, normalization);
        using BatchLoader loader = new(s_set, settings, plan, augmentation, normalization, "portable");
        for (int i = 0; i < settings.Options.Epochs * plan.Count; i++)
            check(i, loader.Next());
    }
}
