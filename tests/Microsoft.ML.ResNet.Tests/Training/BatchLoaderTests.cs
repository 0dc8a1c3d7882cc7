using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class BatchLoaderTests
{
    private const int Size = 16;

    // Every pixel of image i has the value i, which identifies the images of a batch.
    private static readonly ArrayPixelStore s_store = ArrayPixelStore.Bytes(
        50, Size, 1, i => (byte)(i / (Size * Size)));
    private static readonly int[] s_labels = [.. Enumerable.Range(0, 50).Select(i => i % 3)];
    private static readonly ImageSubset s_set = new(
        s_store, s_labels, Enumerable.Range(10, 37).Select(i => (long)i).ToArray());

    private static readonly TrainingSettings s_settings = new()
    {
        Options = TestOptions.Create(o =>
        {
            o.Architecture = ResNetArchitecture.ResNet20;
            o.Epochs = 3;
            o.BatchSize = 8;
            o.Augmentation.CropPadding = 0;
            o.Augmentation.HorizontalFlip = false;
        }),
        ClassCount = 3,
        Seed = 5,
    };

    private static readonly ChannelNormalization s_identity = new([0], [1]);
    private static readonly Augmentation s_none = new(s_settings, s_store.Shape.Size, s_identity);

    [Fact]
    public void EachEpochVisitsEveryRowOnceInANewOrder()
    {
        List<int[]> epochs = ReadEpochs(s_settings);
        Assert.Equal(3, epochs.Count);
        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(10, 37), epoch.Order()));
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.NotEqual(epochs[1], epochs[2]);
    }

    [Fact]
    public void SeedDeterminesTheOrder()
    {
        Assert.Equal(ReadEpochs(s_settings), ReadEpochs(s_settings));
        Assert.NotEqual(ReadEpochs(s_settings)[0], ReadEpochs(s_settings with { Seed = 6 })[0]);
    }

    [Fact]
    public void ShuffleMayLeaveAnImageInPlace()
    {
        // One in e fair shuffles moves every image; twenty in a row practically never do.
        TrainingSettings settings = s_settings.With(o => o.Epochs = 1);
        Assert.Contains(
            Enumerable.Range(0, 20).SelectMany(seed => ReadEpochs(settings with { Seed = seed })),
            order => order.Where((row, place) => row == place + 10).Any());
    }

    [Fact]
    public void CropsAndFlipsMatchTheReference()
    {
        ArrayPixelStore store = ArrayPixelStore.Bytes(4, Size, 3, i => (byte)(i * 31 % 255));
        ImageSubset set = new(store, new int[4], new long[] { 2, 0, 3 });
        TrainingSettings settings =
            s_settings.With(o =>
            {
                o.Augmentation.CropPadding = 5;
                o.Augmentation.HorizontalFlip = true;
                o.Epochs = 6;
                o.BatchSize = 4;
            });
        ChannelNormalization normalization = new([10, 20, 30], [2, 4, 5]);
        Augmentation augmentation = new(settings, store.Shape.Size, normalization);
        using BatchLoader loader = new(set, settings, new BatchPlan(3, 4), augmentation, normalization, "portable");
        HashSet<int> flips = [];
        for (int epoch = 0; epoch < 6; epoch++)
        {
            LoadedBatch batch = loader.Next();
            float[][] actual = [.. batch.Images.Span.ToArray().Chunk(Size * Size * 3)];
            foreach (long row in set.Rows.Span)
            {
                float[] expected = Augmented(store, row, augmentation.For(epoch, row), normalization);
                Assert.Contains(
                    actual, image => image.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) < 1e-4));
                flips.Add(augmentation.For(epoch, row).Flip);
            }
        }
        Assert.Equal(2, flips.Count);
    }

    [Fact]
    public void CanBeDisposedWithoutReading()
    {
        for (int read = 0; read < 4; read++)
        {
            using BatchLoader loader = Load(s_settings);
            for (int i = 0; i < read; i++)
                loader.Next();
        }
    }

    [Fact]
    public void LoadingFailurePropagatesToTheReader()
    {
        ImageSubset beyond = s_set with { Rows = new long[] { 0, 49, 50 }, Labels = new int[51] };
        using BatchLoader loader = new(
            beyond, s_settings, new BatchPlan(3, 8), s_none, s_identity, "portable");
        Assert.Throws<ArgumentException>(() => loader.Next());
    }

    private static BatchLoader Load(TrainingSettings settings) => new(
        s_set, settings, new BatchPlan(s_set.Rows.Length, settings.BatchSize), s_none, s_identity, "portable");

    private static List<int[]> ReadEpochs(TrainingSettings settings)
    {
        BatchPlan plan = new(s_set.Rows.Length, settings.BatchSize);
        using BatchLoader loader = Load(settings);
        List<int[]> epochs = [];
        for (int epoch = 0; epoch < settings.Options.Epochs; epoch++)
        {
            List<int> images = [];
            for (int i = 0; i < plan.Count; i++)
            {
                LoadedBatch batch = loader.Next();
                Assert.Equal(plan.SizeOf(i), batch.Count);
                int[] rows = [.. Enumerable.Range(0, batch.Count).Select(k => (int)batch.Images.Span[k * Size * Size])];
                var targets = (ClassTargets)batch.Targets;
                Assert.Equal(rows.Select(row => s_labels[row]), targets.Labels[..batch.Count].ToArray());
                images.AddRange(rows);
            }
            epochs.Add([.. images]);
        }
        return epochs;
    }

    private static float[] Augmented(
        ArrayPixelStore store, long row, ImageView view, ChannelNormalization normalization)
    {
        float[] image = new float[Size * Size * 3];
        for (int i = 0; i < image.Length; i++)
        {
            int c = i % 3, x = i / 3 % Size, y = i / 3 / Size;
            int sy = y + (int)view.Top, sx = (view.Flip == 1 ? Size - 1 - x : x) + (int)view.Left;
            if (sy is >= 0 and < Size && sx is >= 0 and < Size)
            {
                double pixel = store.Pixel((((int)row * Size + sy) * Size + sx) * 3 + c);
                image[i] = (float)((pixel - normalization.Mean[c]) / normalization.StandardDeviation[c]);
            }
        }
        return image;
    }
}
