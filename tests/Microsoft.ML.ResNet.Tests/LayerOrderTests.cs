using System.Reflection;
using System.Text.RegularExpressions;
using Mono.Cecil;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Types depend on types of their own folder and of the folders above it in this list, and on no others.</summary>
public sealed partial class LayerOrderTests
{
    /// <summary>The folders of the library, from the lowest layer up.</summary>
    private static readonly string[] Layers =
    [
        "Interop",        // native library: declarations, buffers, status to exception
        "Persistence",    // streams and files
        "Architectures",  // networks described, not computed
        "Data",           // images and labels: cursors, decoding, pixel stores, splits
        "Network",        // forward and backward passes
        "Training",       // the training loop, optimizers, schedules, augmentation, checkpoints
        "Model",          // a trained model and its saved form
        "MlNetSeam",      // the internals of ML.NET that are used
        "Weights",        // weights by the names of PyTorch's tensors
        "Onnx",           // reading ONNX files
        "Transfer",       // starting from pretrained networks
        "Scoring",        // cursors that score rows
        "Explanation",    // heat maps
        "Classification", // estimator and transformer
        "Selection",      // experiments
        "Features",       // the featurizer
        "Export",         // writing ONNX files
        "Catalog",        // extension methods of ML.NET's catalogs
        "ModelBuilder",   // .mbconfig files
    ];

    private static readonly Assembly Library = typeof(ResNetClassifierEstimator).Assembly;
    private static readonly Dictionary<string, string[]> TypesByLayer = ReadTypesByLayer();
    private static readonly Dictionary<string, HashSet<string>> References = ReadReferences();

    [Fact]
    public void EveryFolderIsALayer() =>
        Assert.Equal(Layers.Order(StringComparer.Ordinal), TypesByLayer.Keys.Order(StringComparer.Ordinal));

    public static TheoryData<string> LayerNames => [.. Layers];

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void ALayerDependsOnLowerLayersOnly(string layer)
    {
        HashSet<string> higher = [.. Layers.Skip(Array.IndexOf(Layers, layer) + 1).SelectMany(name => TypesByLayer[name])];
        string[] wrong =
        [
            .. TypesByLayer[layer].SelectMany(type => References[type].Where(higher.Contains).Select(used => $"{type} on {used}")),
        ];
        Assert.True(wrong.Length == 0, $"Types of {layer} depend on higher layers: {string.Join("; ", wrong)}.");
    }

    [Fact]
    public void InternalTypesAreInTheNamespaceOfTheirFolder() => Assert.All(
        TypesByLayer.SelectMany(layer => layer.Value.Select(name => (Layer: layer.Key, Type: Library.GetType(name)!))),
        pair => Assert.Equal(
            pair.Layer == "Catalog" ? "Microsoft.ML"
                : pair.Type.IsPublic ? "Microsoft.ML.ResNet" : $"Microsoft.ML.ResNet.{pair.Layer}",
            pair.Type.Namespace));

    // NetArchTest leaves out types whose names start with "Microsoft"; Mono.Cecil, which it reads assemblies with, does not.
    private static Dictionary<string, HashSet<string>> ReadReferences()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(Library.Location);
        Dictionary<string, HashSet<string>> found = [];
        foreach (TypeDefinition type in module.GetTypes())
        {
            string name = OutermostName(type);
            HashSet<string> used = found.TryGetValue(name, out HashSet<string>? known) ? known : found[name] = [];
            foreach (TypeReference reference in Used(type).OfType<TypeReference>())
                AddNames(reference, used);
        }
        return found;
    }

    private static IEnumerable<TypeReference?> Used(TypeDefinition type)
    {
        IEnumerable<TypeReference?> signatures =
        [
            type.BaseType, .. type.Interfaces.Select(item => item.InterfaceType), .. type.Fields.Select(field => field.FieldType),
            .. type.Methods.Select(method => method.ReturnType),
            .. type.Methods.SelectMany(method => method.Parameters.Select(parameter => parameter.ParameterType)),
        ];
        return signatures.Concat(type.Methods.Where(method => method.HasBody).SelectMany(method =>
            method.Body.Variables.Select(variable => variable.VariableType).Concat(
                method.Body.Instructions.SelectMany(instruction => Operand(instruction.Operand)))));
    }

    private static IEnumerable<TypeReference> Operand(object? operand) => operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    private static void AddNames(TypeReference type, HashSet<string> names)
    {
        names.Add(OutermostName(type.GetElementType()));
        if (type is GenericInstanceType generic)
        {
            foreach (TypeReference argument in generic.GenericArguments)
                AddNames(argument, names);
        }
        else if (type is TypeSpecification specification)
        {
            AddNames(specification.ElementType, names);
        }
    }

    private static string OutermostName(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type.FullName;
    }

    // Public types share one namespace, so that the folder of a type is that of its source.
    private static Dictionary<string, string[]> ReadTypesByLayer()
    {
        string root = Path.Combine(RepositoryFiles.Root, "src", "Microsoft.ML.ResNet");
        Dictionary<string, SortedSet<string>> found = [];
        foreach (string file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string folder = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0];
            if (folder is "obj" or "bin")
                continue;
            string source = File.ReadAllText(file);
            string ns = NamespaceLine().Match(source).Groups[1].Value;
            foreach (Match declaration in TypeLine().Matches(source))
            {
                string arity = declaration.Groups[2].Success ? $"`{declaration.Groups[2].Value.Split(',').Length}" : "";
                string name = $"{ns}.{declaration.Groups[1].Value}{arity}";
                // A copy that the library makes of an attribute of the runtime is not a part of a layer.
                if (ns.StartsWith("Microsoft.ML", StringComparison.Ordinal))
                    (found.TryGetValue(folder, out SortedSet<string>? types) ? types : found[folder] = []).Add(name);
            }
        }
        return found.ToDictionary(layer => layer.Key, layer => layer.Value.ToArray());
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(
        @"^(?:public|internal) (?:static |sealed |abstract |readonly |partial |ref |unsafe )*"
        + @"(?:class|record struct|record class|record|struct|interface|enum|delegate [\w<>\[\]?,. ]+?) (\w+)(?:<([\w, ]+)>)?",
        RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
