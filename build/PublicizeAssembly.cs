// Usage: dotnet run PublicizeAssembly.cs -- OUTPUT-DIRECTORY ASSEMBLY...
// Writes copies of assemblies in which every internal type and member is public, for the compiler to read.
// Only visibility bits change (ECMA-335 II.22.37, II.22.26, II.22.15), so the copies keep their identity and layout.
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

string outputDirectory = args[0];
foreach (string source in args[1..])
{
    byte[] image = File.ReadAllBytes(source);
    using var pe = new PEReader(new MemoryStream(image));
    Publicize(image, pe.PEHeaders.MetadataStartOffset, pe.GetMetadataReader());

    string destination = Path.Combine(outputDirectory, Path.GetFileName(source));
    string temporary = destination + "." + Environment.ProcessId;
    File.WriteAllBytes(temporary, image);
    File.Move(temporary, destination, overwrite: true);
}

static void Publicize(byte[] image, int metadataStart, MetadataReader reader)
{
    // The flags are the first four bytes of a TypeDef row, the first two of a Field row, and in a MethodDef row they
    // follow the RVA and the implementation flags.
    foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
    {
        int offset = RowOffset(TableIndex.TypeDef, MetadataTokens.GetRowNumber(handle));
        var visibility = (TypeAttributes)image[offset] & TypeAttributes.VisibilityMask;
        Set(offset, (int)TypeAttributes.VisibilityMask,
            (int)(visibility <= TypeAttributes.Public ? TypeAttributes.Public : TypeAttributes.NestedPublic));
    }

    foreach (MethodDefinitionHandle handle in reader.MethodDefinitions)
        OpenMember(RowOffset(TableIndex.MethodDef, MetadataTokens.GetRowNumber(handle)) + 6);
    foreach (FieldDefinitionHandle handle in reader.FieldDefinitions)
        OpenMember(RowOffset(TableIndex.Field, MetadataTokens.GetRowNumber(handle)));

    int RowOffset(TableIndex table, int row) =>
        metadataStart + reader.GetTableMetadataOffset(table) + (row - 1) * reader.GetTableRowSize(table);

    // Private members stay private: public backing fields and explicit interface implementations would cause ambiguity.
    void OpenMember(int offset)
    {
        var access = (MethodAttributes)image[offset] & MethodAttributes.MemberAccessMask;
        if (access is MethodAttributes.Assembly or MethodAttributes.FamANDAssem or MethodAttributes.FamORAssem)
            Set(offset, (int)MethodAttributes.MemberAccessMask, (int)MethodAttributes.Public);
    }

    void Set(int offset, int mask, int value) => image[offset] = (byte)(image[offset] & ~mask | value);
}
