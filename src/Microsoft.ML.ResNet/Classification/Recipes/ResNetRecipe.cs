namespace Microsoft.ML.ResNet;

/// <summary>
/// A named set of option values that work well together. <see cref="ResNetClassifierEstimator.Options.Apply"/> sets them;
/// options that are set afterwards override them.
/// </summary>
/// <example>
/// A recipe of your own:
/// <code>
/// ResNetRecipe leaves = ResNetRecipe.Photographs.With("Leaves", options => options.Augmentation.HorizontalFlip = false);
/// </code>
/// </example>
public sealed partial class ResNetRecipe
{
    private readonly Action<ResNetClassifierEstimator.Options> _configure;

    /// <param name="name">Name of the recipe.</param>
    /// <param name="description">What the recipe is for, in a sentence.</param>
    /// <param name="configure">
    /// Sets options. It must set the same values each time, and new objects where values are objects.
    /// </param>
    public ResNetRecipe(string name, string description, Action<ResNetClassifierEstimator.Options> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(configure);
        (Name, Description, _configure) = (name, description, configure);
    }

    /// <summary>Name of the recipe.</summary>
    public string Name { get; }

    /// <summary>What the recipe is for, in a sentence.</summary>
    public string Description { get; }

    /// <summary>A recipe that sets the options of this one, and then others.</summary>
    /// <param name="name">Name of the new recipe.</param>
    /// <param name="configure">Sets the other options.</param>
    /// <param name="description">What the new recipe is for; null for this recipe's description.</param>
    public ResNetRecipe With(
        string name, Action<ResNetClassifierEstimator.Options> configure, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return new ResNetRecipe(name, description ?? Description, _configure + configure);
    }

    /// <summary><see cref="Name"/>.</summary>
    public override string ToString() => Name;

    internal void ApplyTo(ResNetClassifierEstimator.Options options) => _configure(options);
}
