using System.CommandLine;
using System.ComponentModel;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.Training;
using Xunit;
using Options = Microsoft.ML.ResNet.ResNetClassifierEstimator.Options;

namespace Microsoft.ML.ResNet.Tests.Tool;

/// <summary>The library's options on the command line follow from their properties.</summary>
public sealed class LibraryOptionTests
{
    private static readonly Dictionary<string, string> s_noNames = [];

    [Theory]
    [InlineData("Epochs", "--epochs 7", 7)]
    [InlineData("BatchSize", "--batch-size 7", 7)]
    [InlineData("LearningRate", "--learning-rate 1e-3", 1e-3f)]
    [InlineData("Schedule", "--schedule warmupcosine", ResNetLearningRateSchedule.WarmupCosine)]
    [InlineData("ZeroInitLastGamma", "--zero-init-last-gamma", true)]
    [InlineData("Optimizer.Momentum", "--momentum 0.5", 0.5f)]
    [InlineData("Optimizer.Nesterov", "--no-nesterov", false)]
    [InlineData("Augmentation.MixupAlpha", "--mixup-alpha 0.25", 0.25f)]
    [InlineData("Augmentation.CutMixAlpha", "--cut-mix-alpha 1", 1f)]
    [InlineData("EarlyStopping.Patience", "--early-stopping-patience 4", 4)]
    [InlineData("EarlyStopping.MinimumImprovement", "--early-stopping-minimum-improvement 0.01", 0.01)]
    [InlineData("CheckpointEveryMinutes", "--checkpoint-every-minutes 0.5", 0.5)]
    public void AnOptionSetsItsProperty(string path, string commandLine, object expected)
    {
        Options options = Apply(commandLine);
        Assert.Equal(expected, Value(options, path));
    }

    [Fact]
    public void ValuesOfTheLibrarysTypesAreRead()
    {
        Options options = Apply("--architecture ResNet50 --class-weights a=2,b=0.5 --step-milestones 0.25,0.5");
        Assert.Equal(ResNetArchitecture.ResNet50, options.Architecture);
        Assert.Equal("a: 2, b: 0.5", options.ClassWeights.ToString());
        Assert.Equal([0.25f, 0.5f], options.Optimizer.StepMilestones);
    }

    [Fact]
    public void OptionsThatAreLeftOutChangeNothing()
    {
        Assert.Null(Apply("").EarlyStopping);
        Assert.Equal(
            System.Text.Json.JsonSerializer.Serialize(new Options()), System.Text.Json.JsonSerializer.Serialize(Apply("")));
    }

    [Theory]
    [InlineData("--momentum 1", "--momentum is 1; it must be 0 to below 1.")]
    [InlineData("--learning-rate 0,01", "'0,01' is not a number such as 0.1.")]
    [InlineData("--learning-rate NaN", "--learning-rate is NaN; it must be positive and finite.")]
    [InlineData("--epochs 1,000", "'1,000' is not a whole number.")]
    [InlineData("--epochs 100001", "it must be 1 to 100,000.")]
    [InlineData("--schedule Linear", "'Linear' is not one of OneCycle,")]
    [InlineData("--schedule 7", "'7' is not one of OneCycle,")]
    [InlineData("--class-weights a=-1", "positive and finite")]
    public void WrongValuesAreRefused(string commandLine, string message)
    {
        (RootCommand root, _) = Create();
        Assert.Contains(root.Parse(commandLine).Errors, error => error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void HelpHasDescriptionRangeAndDefault()
    {
        Assert.Equal(
            "Momentum of stochastic gradient descent. Range: 0 to below 1. Default: 0.9",
            LibraryOption.Create("Optimizer.Momentum").Option.Description);
        Assert.StartsWith(
            "How the learning rate changes. One of OneCycle, ", LibraryOption.Create("Schedule").Option.Description);
    }

    // An option without a range would be checked after the images were read, or not at all.
    [Fact]
    public void EveryNumberHasARange() => Assert.All(
        Groups(typeof(Options)).SelectMany(group => group.GetProperties()).Where(IsNumber).Where(
            property => property.Name is not ("Seed" or "ImageHeight" or "ImageWidth" or "StoredHeight" or "StoredWidth")),
        property => Assert.True(
            Attribute.IsDefined(property, typeof(System.ComponentModel.DataAnnotations.RangeAttribute))
            || Attribute.IsDefined(property, typeof(System.ComponentModel.DataAnnotations.AllowedValuesAttribute)),
            property.Name));

    [Fact]
    public void EveryDescribedOptionIsOnTheCommandLineUnderANameOfItsOwn()
    {
        IReadOnlyList<LibraryOption> all = LibraryOption.All(s_noNames);
        Assert.Equal(
            Groups(typeof(Options)).SelectMany(group => group.GetProperties())
                .Count(property => Attribute.IsDefined(property, typeof(DescriptionAttribute))),
            all.Count);
        Assert.Equal(all.Count, all.Select(option => option.Option.Name).Distinct().Count());
    }

    private static IEnumerable<Type> Groups(Type type) =>
        [type, .. type.GetProperties().Select(property => property.PropertyType)
            .Where(group => typeof(IOptionGroup).IsAssignableFrom(group) && group != typeof(ResNetClassWeights))];

    private static bool IsNumber(System.Reflection.PropertyInfo property) =>
        (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { IsPrimitive: true } type
        && type != typeof(bool);

    private static Options Apply(string commandLine)
    {
        (RootCommand root, IReadOnlyList<LibraryOption> all) = Create();
        ParseResult parsed = root.Parse(commandLine);
        Assert.Empty(parsed.Errors);
        var options = new Options();
        foreach (LibraryOption option in all)
            option.Apply(parsed, options);
        return options;
    }

    private static (RootCommand Root, IReadOnlyList<LibraryOption> All) Create()
    {
        IReadOnlyList<LibraryOption> all = LibraryOption.All(s_noNames);
        var root = new RootCommand();
        foreach (LibraryOption option in all)
            root.Options.Add(option.Option);
        return (root, all);
    }

    private static object? Value(object? target, string path)
    {
        foreach (string name in path.Split('.'))
            target = target!.GetType().GetProperty(name)!.GetValue(target);
        return target;
    }
}
