using System.Reflection;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Training;
using Xunit;
using Options = Microsoft.ML.ResNet.ResNetClassifierEstimator.Options;

namespace Microsoft.ML.ResNet.Tests;

public sealed class RecipeTests
{
    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<string> Names => [.. ResNetRecipe.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryRecipeMakesAnEstimator(string name)
    {
        ResNetRecipe recipe = ResNetRecipe.Parse(name);
        Assert.Equal(name, recipe.ToString());
        Assert.NotEmpty(recipe.Description);
        Assert.NotNull(_context.Transforms.ResNetClassifier(recipe));
        Assert.NotNull(_context.MulticlassClassification.Trainers.ResNet(recipe));
    }

    [Fact]
    public void ARecipeSetsWhatItSaysAndNothingElse()
    {
        var options = new Options { NumberOfThreads = 3, Momentum = 0.8f, Epochs = 5, LabelSmoothing = 0.3f };
        Assert.Same(options, options.Apply(new ResNetRecipe { Name = "Mine", Epochs = 7, MixupAlpha = 0.2f }));
        Assert.Equal((3, 0.8f, 7, 0.3f, 0.2f),
            (options.NumberOfThreads, options.Momentum, options.Epochs, options.LabelSmoothing, options.MixupAlpha));
    }

    [Fact]
    public void EveryValueOfARecipeReachesTheOptionOfItsName()
    {
        var all = new ResNetRecipe
        {
            Name = "All",
            Architecture = ResNetArchitecture.Plain56,
            Epochs = 3,
            BatchSize = 5,
            LearningRate = 0.7f,
            Schedule = ResNetLearningRateSchedule.Constant,
            WarmupFraction = 0.3f,
            StepMilestones = [0.1f],
            Nesterov = false,
            WeightDecay = 0.6f,
            DecayBatchNorm = true,
            ZeroInitLastGamma = true,
            LabelSmoothing = 0.4f,
            MixupAlpha = 0.2f,
            CutMixAlpha = 0.9f,
            CropPadding = 6,
            HorizontalFlip = false,
            Augmentation = new ResNetAugmentationOptions { Hue = 0.1f },
            TestTimeAugmentation = ResNetTestTimeAugmentation.Flip,
            Precision = ResNetPrecision.BFloat16,
        };
        Options options = new Options().Apply(all);
        foreach (PropertyInfo value in typeof(ResNetRecipe).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.Name is not (nameof(ResNetRecipe.Name) or nameof(ResNetRecipe.Description))))
        {
            object? expected = value.GetValue(all), actual = typeof(Options).GetProperty(value.Name)!.GetValue(options);
            Assert.NotNull(expected);
            if (value.Name == nameof(Options.Augmentation))
                Assert.Equal(0.1f, options.Augmentation.Hue);
            else
                Assert.Equal(expected, actual);
        }
        options.Augmentation.Hue = 0.2f;
        Assert.Equal(0.1f, all.Augmentation.Hue);
    }

    [Theory]
    [InlineData("small-images", "SmallImages")]
    [InlineData("PAPER", "Paper")]
    [InlineData("tiny data_set", "TinyDataSet")]
    public void NamesAreReadLeniently(string text, string name) => Assert.Equal(name, ResNetRecipe.Parse(text).Name);

    [Fact]
    public void AnUnknownNameIsAnsweredWithTheKnownOnes()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ResNetRecipe.Parse("Large"));
        Assert.All(ResNetRecipe.Names, name => Assert.Contains(name, error.Message));
    }

    [Fact]
    public void ThePapersRecipeIsThePapers()
    {
        Options options = new Options().Apply(ResNetRecipe.Paper);
        TrainingSettings settings = options.ToSettings(classes: 10, images: 50_000, smallerSide: 32, seed: 0);
        Assert.Equal((4, true, 128, 1e-4f, false, true), (settings.CropPadding, settings.HorizontalFlip,
            settings.BatchSize, settings.WeightDecay, settings.Nesterov, settings.DecayBatchNorm));
        const long steps = 64_000;
        long[] at = [0, 31_999, 32_000, 47_999, 48_000, 63_999];
        Assert.Equal(
            [0.1f, 0.1f, 0.01f, 0.01f, 0.001f, 0.001f], at.Select(step => LearningRates.At(settings, step, steps)),
            (a, b) => Math.Abs(a - b) < 1e-6);
    }
}
