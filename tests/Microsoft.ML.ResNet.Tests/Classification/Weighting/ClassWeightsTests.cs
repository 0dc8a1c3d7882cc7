using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class ClassWeightsTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void BalancedClassesCountTheSame()
    {
        float[] weights = ClassWeightTable.Of(ResNetClassWeights.Balanced, new UnnamedClassLabels(4), [10, 30, 0, 20])!;
        Assert.Equal([2, 2 / 3f, 1, 1], weights);
    }

    [Fact]
    public void WithoutWeightsThereAreNone()
    {
        Assert.Null(ClassWeightTable.Of(ResNetClassWeights.None, new UnnamedClassLabels(2), [1, 2]));
        Assert.True(ImageWeights.Of(new[] { 0, 1 }, [0, 1], null, null).IsEmpty);
    }

    [Fact]
    public void WeightsMultiplyAndHaveTheMean1OverTheTrainingRows()
    {
        float[] weights = ImageWeights.Of(new[] { 0, 1, 1, 0 }, [0, 1, 3], [1, 2, 100, 3], [1, 2]).ToArray();
        Assert.Equal([3 / 8f, 12 / 8f, 600 / 8f, 9 / 8f], weights);
    }

    [Fact]
    public void GivenWeightsAreOfTheClassesByName()
    {
        // The class names of the drawn images, in the order of their first rows.
        ClassLabels classes = LabelColumn.Bind(Tiny.Keyed(_context, EncodedRow.Many(3)).Schema, "Label").Classes;
        ResNetClassWeights given = ResNetClassWeights.Create(new Dictionary<string, float> { ["square"] = 3, ["disc"] = 0.5f });
        Assert.Equal([0.5f, 1, 3], ClassWeightTable.Of(given, classes, [1, 1, 1])!);
    }

    [Fact]
    public void AClassThatThereIsNotIsNamed()
    {
        ResNetClassWeights given = ResNetClassWeights.Create(new Dictionary<string, float> { ["disc"] = 2, ["circle"] = 2 });
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => Tiny.Fit(_context, Tiny.Keyed(_context, EncodedRow.Many(12)), o => o.ClassWeights = given));
        Assert.Contains("Options.ClassWeights names 'circle'", error.Message);
        Assert.Contains("'disc', 'ring', 'square'", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void AWeightThatIsNotPositiveAndFiniteIsRefused(float weight)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => ResNetClassWeights.Create(new Dictionary<string, float> { ["a"] = weight }));
        Assert.StartsWith(
            FormattableString.Invariant($"The weight of the class 'a' is {weight}; it must be positive and finite."),
            error.Message);
    }

    [Fact]
    public void WeightsThatAreAllTheSameChangeNothing()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(24)); // 8 of each class
        string plain = Tiny.Fit(_context, data).WeightsSha256;
        Assert.Equal(plain, Tiny.Fit(_context, data, o => o.ClassWeights = ResNetClassWeights.Balanced).WeightsSha256);
        ResNetClassWeights twos = ResNetClassWeights.Create(new Dictionary<string, float> { ["disc"] = 2, ["ring"] = 2, ["square"] = 2 });
        Assert.Equal(plain, Tiny.Fit(_context, data, o => o.ClassWeights = twos).WeightsSha256);
        ResNetClassWeights other = ResNetClassWeights.Create(new Dictionary<string, float> { ["disc"] = 2 });
        Assert.NotEqual(plain, Tiny.Fit(_context, data, o => o.ClassWeights = other).WeightsSha256);
    }
}
