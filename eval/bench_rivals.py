"""One stock pipeline, run by its own environment: `.venv-bench/bin/python eval/bench_rivals.py SYSTEM ARTICLES FOLDER MODEL`.

Each is put together as its documentation shows, with the same weights, a store on disk, and passages of about the length
that groundwire cuts. It prints one JSON object: seconds, of the clock and of the processor, and how many passages it made
of how many characters. Importing, loading the model and opening the store come before the clock starts.

Nothing of groundwire is imported here: `make bench-rivals` keeps what these need apart from what groundwire needs.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

# groundwire's passages of news have 500 to 600 characters, about 90 words; so have these.
CHARACTERS, OVERLAP = 600, 60
WORDS, WORDS_OVERLAP = 90, 9
TOKENS, TOKENS_OVERLAP = 150, 15

Articles = Sequence[dict[str, Any]]
Lengths = list[int]  # characters of each passage
Ready = Callable[[Articles], Lengths]


def llama_index(folder: Path, model: str) -> Ready:
    import chromadb
    from llama_index.core import Document, Settings, StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    Settings.embed_model = HuggingFaceEmbedding(model_name=model)
    collection = chromadb.PersistentClient(path=str(folder)).get_or_create_collection("articles")
    context = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
    splitter = SentenceSplitter(chunk_size=TOKENS, chunk_overlap=TOKENS_OVERLAP)

    def ingest(articles: Articles) -> Lengths:
        documents = [Document(text=each["text"], doc_id=each["id"]) for each in articles]
        VectorStoreIndex.from_documents(documents, storage_context=context, transformations=[splitter])
        return [len(text) for text in collection.get(include=["documents"])["documents"] or ()]

    return ingest


def langchain(folder: Path, model: str) -> Ready:
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    store = Chroma(
        collection_name="articles",
        embedding_function=HuggingFaceEmbeddings(model_name=model),
        persist_directory=str(folder),
    )
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHARACTERS, chunk_overlap=OVERLAP)

    def ingest(articles: Articles) -> Lengths:
        documents = [Document(page_content=each["text"], metadata={"id": each["id"]}) for each in articles]
        splits = splitter.split_documents(documents)
        for start in range(0, len(splits), 5_000):  # Chroma takes no more at a time
            store.add_documents(splits[start : start + 5_000])
        return [len(each.page_content) for each in splits]

    return ingest


def haystack(folder: Path, model: str) -> Ready:
    from haystack import Document, Pipeline
    from haystack.components.preprocessors import DocumentSplitter
    from haystack.components.writers import DocumentWriter
    from haystack_integrations.components.embedders.sentence_transformers import SentenceTransformersDocumentEmbedder
    from haystack_integrations.document_stores.chroma import ChromaDocumentStore

    store = ChromaDocumentStore(collection_name="articles", persist_path=str(folder))
    embedder = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
    embedder.warm_up()
    indexing = Pipeline()
    indexing.add_component(
        "splitter", DocumentSplitter(split_by="word", split_length=WORDS, split_overlap=WORDS_OVERLAP)
    )
    indexing.add_component("embedder", embedder)
    indexing.add_component("writer", DocumentWriter(document_store=store))
    indexing.connect("splitter", "embedder")
    indexing.connect("embedder", "writer")

    def ingest(articles: Articles) -> Lengths:
        documents = [Document(content=each["text"], meta={"article": each["id"]}) for each in articles]
        indexing.run({"splitter": {"documents": documents}})
        return [len(each.content or "") for each in store.filter_documents()]

    return ingest


def txtai(folder: Path, model: str) -> Ready:
    from txtai import Embeddings

    embeddings = Embeddings(path=model, content=True)

    def ingest(articles: Articles) -> Lengths:
        lengths: Lengths = []

        def rows() -> Iterator[tuple[str, str]]:
            for each in articles:
                for number, text in enumerate(_windows(each["text"])):
                    lengths.append(len(text))
                    yield f"{each['id']}-{number}", text

        embeddings.index(rows())
        embeddings.save(str(folder / "index"))
        return lengths

    return ingest


def _windows(text: str) -> Iterator[str]:
    """Windows of words: txtai leaves the cutting to whoever calls it."""
    words = text.split()
    for start in range(0, max(1, len(words) - WORDS_OVERLAP), WORDS - WORDS_OVERLAP):
        yield " ".join(words[start : start + WORDS])


SYSTEMS = {"llama-index": llama_index, "langchain": langchain, "haystack": haystack, "txtai": txtai}


def main(system: str, articles: str, folder: str, model: str) -> None:
    with Path(articles).open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    ingest = SYSTEMS[system](Path(folder), model)
    began, busy = perf_counter(), process_time()
    lengths = ingest(records)
    seconds, processor = perf_counter() - began, process_time() - busy
    told = {"seconds": seconds, "processor": processor, "passages": len(lengths)}
    print(json.dumps({**told, "characters": sum(lengths) / max(1, len(lengths))}))


if __name__ == "__main__":
    main(*sys.argv[1:])
