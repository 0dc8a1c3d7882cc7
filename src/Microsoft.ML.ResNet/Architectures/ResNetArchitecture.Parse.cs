using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.ResNet;

public sealed partial record ResNetArchitecture
{
    // A nested class, so that it is initialized after the static properties that it lists.
    private static class Named
    {
        public static readonly ResNetArchitecture[] All =
        [
            ResNet20, ResNet32, ResNet44, ResNet56, ResNet110, ResNet1202,
            ResNet18, ResNet34, ResNet50, ResNet101, ResNet152,
            Plain20, Plain32, Plain44, Plain56, Plain110, Plain1202, Plain18, Plain34,
            PreActResNet20, PreActResNet56, PreActResNet110, PreActResNet164, PreActResNet1001,
            SmallResNet10, SmallResNet18,
            WideResNet14x4, WideResNet16x8, WideResNet28x10, WideResNet40x4,
            ResNet18D, ResNet34D, ResNet50D, ResNet101D, ResNet152D,
            SEResNet18, SEResNet34, SEResNet50, SEResNet101, SEResNet152,
            WideResNet50x2, WideResNet101x2, ResNeXt50x32x4d, ResNeXt101x32x8d, ResNeXt101x64x4d,
        ];

        public static readonly IReadOnlyList<string> Names = Array.AsReadOnly(All.Select(a => a.Name).ToArray());
    }

    /// <summary>The names that <see cref="Parse"/> accepts.</summary>
    public static IReadOnlyList<string> Names => Named.Names;

    /// <summary>
    /// Finds a predefined architecture by name. Case, white space, hyphens and underscores are ignored: "resnet-20" is
    /// ResNet20.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the valid names.</exception>
    public static ResNetArchitecture Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryParse(name, out ResNetArchitecture? architecture)
            ? architecture
            : throw new ArgumentException(
                $"There is no architecture \"{name}\". Valid names: {string.Join(", ", Names)}.", nameof(name));
    }

    /// <summary>As <see cref="Parse"/>, but returns false instead of throwing if the name is unknown.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="architecture">The named architecture, or null.</param>
    public static bool TryParse(string? name, [NotNullWhen(true)] out ResNetArchitecture? architecture)
    {
        string plain = Plain(name ?? "");
        architecture = Named.All.FirstOrDefault(
            a => Plain(a.Name).Equals(plain, StringComparison.OrdinalIgnoreCase));
        return architecture is not null;
    }

    private static string Plain(string name) =>
        string.Concat(name.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '_')));
}
