"""The inventories, one file each: which columns, which words, which habits, and what is wrong on purpose."""
