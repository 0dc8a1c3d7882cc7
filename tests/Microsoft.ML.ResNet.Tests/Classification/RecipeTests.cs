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
    public void ARecipeSetsItsOptionsAndNoOthers()
    {
        var options = new Options { NumberOfThreads = 3, Optimizer = { Momentum = 0.8f }, Epochs = 5, LabelSmoothing = 0.3f };
        var recipe = new ResNetRecipe("Mine", "A test.", o => (o.Epochs, o.Augmentation.MixupAlpha) = (7, 0.2f));
        Assert.Same(options, options.Apply(recipe));
        Assert.Equal((3, 0.8f, 7, 0.3f, 0.2f), (options.NumberOfThreads, options.Optimizer.Momentum, options.Epochs,
            options.LabelSmoothing, options.Augmentation.MixupAlpha));
    }

    [Fact]
    public void ARecipeFromAnotherSetsItsOptionsToo()
    {
        ResNetRecipe leaves = ResNetRecipe.Photographs.With("Leaves", o => o.Augmentation.HorizontalFlip = false);
        Options options = new Options().Apply(leaves), photographs = new Options().Apply(ResNetRecipe.Photographs);
        Assert.Equal(("Leaves", ResNetRecipe.Photographs.Description), (leaves.Name, leaves.Description));
        Assert.Equal((60, ResNetRandomCrop.Resized, false),
            (options.Epochs, options.Augmentation.Crop, options.Augmentation.HorizontalFlip));
        Assert.True(photographs.Augmentation.HorizontalFlip);
    }

    [Fact]
    public void OptionsOfOneRecipeDoNotShareObjects()
    {
        Options first = new Options().Apply(ResNetRecipe.Paper), second = new Options().Apply(ResNetRecipe.Paper);
        first.Augmentation.Hue = 0.2f;
        first.Optimizer.Momentum = 0;
        Assert.Equal((0f, 0.9f), (second.Augmentation.Hue, second.Optimizer.Momentum));
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
        Assert.Equal((4, true, 128, 1e-4f, false, true), (settings.CropPadding,
            settings.Options.Augmentation.HorizontalFlip, settings.BatchSize, settings.Options.Optimizer.WeightDecay,
            settings.Options.Optimizer.Nesterov, settings.Options.Optimizer.DecayBatchNorm));
        const long steps = 64_000;
        long[] at = [0, 31_999, 32_000, 47_999, 48_000, 63_999];
        Assert.Equal(
            [0.1f, 0.1f, 0.01f, 0.01f, 0.001f, 0.001f], at.Select(step => LearningRates.At(settings, step, steps)),
            (a, b) => Math.Abs(a - b) < 1e-6);
    }
}
