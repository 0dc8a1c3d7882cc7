namespace Microsoft.ML.ResNet.Training;

/// <summary>Options that are validated together, as the properties of one object.</summary>
internal interface IOptionGroup
{
    /// <summary>Checks what depends on several options. Every option has been checked for its own range before.</summary>
    /// <param name="prefix">The path to this group in messages, such as "Augmentation.", or "".</param>
    /// <exception cref="ArgumentException">Names the option, its value and its range.</exception>
    void ValidateTogether(string prefix);
}
